using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Fuzz;

/// <summary>A member, the server and somebody outside, listening: nothing throws, and a refusal changes nothing.</summary>
internal sealed class GroupTargets(FuzzRoom room, Frankenstein frankenstein, Mutator mutator, SeededRandom random)
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly byte[] _bobsEpoch = room.Bob.Group.EpochBytes();
    private readonly byte[] _bobsMessages = room.Bob.Group.MessageBytes();
    private readonly byte[] _server = room.Server.Save();
    private readonly byte[] _welcomed = room.Welcomed.SavedKeys();
    private readonly byte[][] _messages = [.. room.Handshakes.Concat(room.Applications).Select(MlsCodec.Encode)];
    private readonly byte[] _welcome = MlsCodec.Encode(room.Welcome);

    public IEnumerable<FuzzTarget> All()
    {
        string state = string.Join(' ', new[] { _bobsEpoch, _bobsMessages, _server, _welcomed }.Select(Convert.ToHexString));
        return Targets().Select(target => target with { State = state });
    }

    private IEnumerable<FuzzTarget> Targets()
    {
        byte[][] infos = [.. room.Infos.Select(MlsCodec.Encode)];
        byte[][] packages = [MlsCodec.Encode(room.NewKeyPackage())];
        int times = room.Suite.Signature == Crypto.SignatureAlgorithm.Ed25519 ? 4 : 1;
        string suite = $"0x{(ushort)room.Suite.Id:x4}";
        yield return new(
            $"process damaged {suite}",
            times,
            () => mutator.Mutate(random.Pick(_messages), _messages),
            CheckDamaged
        );
        yield return new($"process forged {suite}", times, () => MlsCodec.Encode(frankenstein.Message()), Process);
        yield return new($"follow damaged {suite}", times, () => mutator.Mutate(random.Pick(_messages), _messages), Follow);
        yield return new($"follow forged {suite}", times, () => MlsCodec.Encode(frankenstein.Message()), Follow);
        yield return new($"join damaged {suite}", times, () => mutator.Mutate(_welcome, [_welcome]), Join);
        yield return new($"join forged {suite}", times, () => MlsCodec.Encode(frankenstein.Welcome()), Join);
        yield return new($"enter damaged {suite}", times, () => mutator.Mutate(random.Pick(infos), infos), Enter);
        yield return new($"enter forged {suite}", times, () => MlsCodec.Encode(frankenstein.GroupInfo()), Enter);
        yield return new($"key package damaged {suite}", times, () => mutator.Mutate(packages[0], packages), Validate);
        yield return new($"key package forged {suite}", times, () => MlsCodec.Encode(frankenstein.KeyPackage()), Validate);
        yield return new(
            $"load {suite}",
            times,
            () => mutator.Mutate(random.OneIn(2) ? _bobsEpoch : _bobsMessages, [_bobsEpoch]),
            Load
        );
        yield return new($"load server's {suite}", times, () => mutator.Mutate(_server, [_server]), LoadPublic);
        yield return new($"load key package {suite}", times, () => mutator.Mutate(_welcomed, [_welcomed]), LoadKeyPackage);
    }

    /// <summary>From outside: whatever is not an honest message to the last bit is not taken.</summary>
    private string CheckDamaged(byte[] input)
    {
        string outcome = Process(input);
        bool taken = outcome is "message" or "proposal" or "commit";
        BrokenPromiseException.ThrowIf(
            taken && !_messages.Any(message => message.AsSpan().SequenceEqual(input)),
            "A damaged message was taken"
        );
        return outcome;
    }

    private string Process(byte[] input)
    {
        if (!MlsCodec.TryDecode(input, out MlsMessage? message))
        {
            return "not a message";
        }

        Group bob = room.Bob.Group;
        Received received = bob.Process(message, OpenRules.Instance, room.Keys);
        (string outcome, Group? next) = received switch
        {
            ReceivedMessage taken => ("message", taken.Next),
            ReceivedProposal taken => ("proposal", taken.Next),
            ReceivedCommit taken => ("commit", taken.Next),
            Refused refused => (refused.Fault.ToString(), null),
            _ => (received.GetType().Name, null),
        };
        if (next is not null)
        {
            using Group? loaded = Group.TryLoad(next.EpochBytes(), next.MessageBytes(), room.Bob.Lifetimes);
            BrokenPromiseException.ThrowIf(loaded is null, "What was saved does not load");
            next.Discard(bob);
        }

        BrokenPromiseException.ThrowIfChanged(_bobsEpoch, bob.EpochBytes(), "Bob's state");
        BrokenPromiseException.ThrowIfChanged(_bobsMessages, bob.MessageBytes(), "Bob's message keys");
        return outcome;
    }

    private string Follow(byte[] input)
    {
        if (!MlsCodec.TryDecode(input, out MlsMessage? message) || message.PublicMessage is not { } handshake)
        {
            return "not a handshake";
        }

        PublicGroup? kept = room.Server.TryKeep(handshake, OpenRules.Instance, out MlsFault keepFault);
        PublicCommit? followed = room.Server.TryApply(handshake, OpenRules.Instance, out MlsFault fault);
        foreach (PublicGroup next in new[] { kept, followed?.Next }.OfType<PublicGroup>())
        {
            byte[] saved = next.Save();
            BrokenPromiseException.ThrowIf(PublicGroup.TryLoad(saved) is not { } loaded, "What was saved does not load");
        }

        BrokenPromiseException.ThrowIfChanged(_server, room.Server.Save(), "The server's state");
        return kept is not null ? "kept"
            : followed is not null ? "followed"
            : (handshake.Content.Commit is null ? keepFault : fault).ToString();
    }

    private string Join(byte[] input)
    {
        if (!MlsCodec.TryDecode(input, out Welcome? welcome))
        {
            return "not a Welcome";
        }

        using Group? joined = Group.TryJoin(welcome, room.Welcomed, OpenRules.Instance, out MlsFault fault)?.Group;
        BrokenPromiseException.ThrowIfChanged(_welcomed, room.Welcomed.SavedKeys(), "The newcomer's keys");
        return joined is null ? fault.ToString() : "joined";
    }

    private string Enter(byte[] input)
    {
        if (!MlsCodec.TryDecode(input, out GroupInfo? info))
        {
            return "not a GroupInfo";
        }

        if (PublicGroup.TryCreate(info, OpenRules.Instance, out MlsFault fault) is { } created)
        {
            byte[] saved = created.Save();
            BrokenPromiseException.ThrowIfChanged(saved, PublicGroup.TryLoad(saved)!.Save(), "A saved group");
        }

        StagedCommit? joined = Group.TryJoinByExternalCommit(
            info,
            room.Gina.Settings,
            room.Gina.Signer,
            OpenRules.Instance,
            out MlsFault joinFault,
            new ExternalCommitRequest { Replaces = random.OneIn(2) ? (uint)random.Below(7) : null }
        );
        joined?.Next.Dispose();
        return joined is not null ? "entered"
            : fault == MlsFault.None ? $"created, {joinFault}"
            : fault.ToString();
    }

    private string Validate(byte[] input) =>
        MlsCodec.TryDecode(input, out KeyPackage? package)
            ? KeyPackageValidation.Check(package, OpenRules.Instance, s_now).ToString()
            : "not a KeyPackage";

    /// <summary>Either half of a member's state; storage is trusted with what it says, but not to be whole.</summary>
    private string Load(byte[] input)
    {
        using Group? first = Group.TryLoad(input, _bobsMessages);
        using Group? second = Group.TryLoad(_bobsEpoch, input);
        first?.EpochBytes();
        second?.MessageBytes();
        return first is null && second is null ? "refused" : "loaded";
    }

    private string LoadPublic(byte[] input) => PublicGroup.TryLoad(input)?.Save() is null ? "refused" : "loaded";

    private string LoadKeyPackage(byte[] input)
    {
        using KeyPackageSecrets? loaded = KeyPackageSecrets.TryLoad(input);
        return loaded?.Save() is null ? "refused" : "loaded";
    }
}
