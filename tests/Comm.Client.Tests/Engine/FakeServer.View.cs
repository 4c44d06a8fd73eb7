using System.Runtime.CompilerServices;
using Comm.Client.Attachments;
using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Suites;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>The server as one device sees it.</summary>
internal sealed partial class FakeServer
{
    private sealed class View(FakeServer server, DeviceId device) : IServer
    {
        public Task<IReadOnlyList<GroupStanding>> GroupsAsync(CancellationToken cancellationToken) =>
            Answer<IReadOnlyList<GroupStanding>>([
                .. server._epochs.Select(one => new GroupStanding(one.Key, one.Value, server._logs[one.Key].Count, Ended: false)),
            ]);

        public Task<LogPage?> LogAsync(GroupId group, long after, CancellationToken cancellationToken)
        {
            if (server.Forgotten.Contains(group) || !server._logs.TryGetValue(group, out List<SealedEntry>? log))
            {
                return Answer<LogPage?>(null);
            }

            bool isRemoved = server.Ends.TryGetValue(device, out long end);
            long head = isRemoved ? end : log.Count;
            // What was before its Welcome is not for a member.
            long start = Math.Max(after, server._joined.GetValueOrDefault((group, device)));
            SealedEntry[] entries =
            [
                .. log.Take((int)head).Skip((int)start).Take(server.PageSize).Select(entry => server.Show(device, entry)),
            ];
            return Answer<LogPage?>(new LogPage(entries, head, isRemoved && start + entries.Length >= head));
        }

        public Task<ExternalSenderAnswer> ExternalSenderAsync(CancellationToken cancellationToken) =>
            Answer(new ExternalSenderAnswer(server._voice.Sender));

        public Task ReportFaultAsync(FaultReport report, CancellationToken cancellationToken)
        {
            if (server.Earlier(report.GroupId, device, report.Id) is null)
            {
                server.Append(
                    report.GroupId,
                    EntryKind.FaultReport,
                    device,
                    report.Id,
                    server._epochs[report.GroupId],
                    MlsCodec.Encode(report)
                );
            }

            return Answer(true);
        }

        public Task<GroupDescription?> DescribeAsync(GroupId group, CancellationToken cancellationToken)
        {
            if (!server._groups.TryGetValue(group, out (PublicGroup Group, GroupInfo Info) known))
            {
                return Answer<GroupDescription?>(null);
            }

            return Answer<GroupDescription?>(
                known.Group.Members.Any(member => DeviceIdentity.CertificateOf(member.Leaf).Device == device)
                    ? new GroupDescription(MlsCodec.Encode(MlsMessage.Of(known.Info)), known.Group.ExportRatchetTree())
                    : null
            );
        }

        public Task<CommitOutcome?> CreateGroupAsync(ReadOnlyMemory<byte> groupInfo, CancellationToken cancellationToken)
        {
            Assert.True(MlsCodec.TryDecode(groupInfo.Span, out MlsMessage? message));
            Assert.True(Identifier.TryFromBytes(message.GroupInfo!.GroupContext.GroupId.Span, out GroupId id));
            server._epochs.TryAdd(id, 0);
            server._logs.TryAdd(id, []);
            server._groups.TryAdd(id, (PublicGroup.TryCreate(message.GroupInfo, server.Rules, out _)!, message.GroupInfo));
            return Answer<CommitOutcome?>(null);
        }

        public Task<CommitOutcome> CommitAsync(GroupId group, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            Assert.True(MlsCodec.TryDecode(bytes.Span, out CommitUpload? upload));
            Assert.True(MlsCodec.TryDecode(upload.Commit.Span, out MlsMessage? commit));
            if (server.Strangers.Contains(device))
            {
                return Answer(CommitOutcome.Refused(CommitRefusal.NotAMember));
            }

            if (server.Earlier(group, device, upload.Id) is { } earlier)
            {
                return Answer(CommitOutcome.Accepted(earlier));
            }

            ulong epoch = commit.PublicMessage!.Content.Epoch;
            if (epoch != server._epochs[group])
            {
                return Answer(CommitOutcome.Lost(new LogPage([], 0, Ended: false)));
            }

            Assert.True(MlsCodec.TryDecode(upload.GroupInfo.Span, out MlsMessage? info));
            PublicCommit? applied = server._groups[group].Group.TryApply(commit.PublicMessage, server.Rules, out MlsFault fault);
            if (applied is null || !applied.Next.Matches(info.GroupInfo!))
            {
                return Answer(CommitOutcome.Refused(CommitRefusal.Invalid, fault.ToString()));
            }

            server._groups[group] = (applied.Next, info.GroupInfo!);
            server._epochs[group] = epoch + 1;
            Receipt receipt = server.Append(group, EntryKind.Commit, device, upload.Id, epoch, upload.Commit.Memory);
            if (!upload.Welcome.IsEmpty)
            {
                Assert.True(MlsCodec.TryDecode(upload.Welcome.Span, out MlsMessage? welcome));
                foreach (var secrets in welcome.Welcome!.Secrets)
                {
                    server._joined.TryAdd((group, server._owners[secrets.NewMember]), receipt.Sequence);
                    server._welcomes.Add(
                        (
                            server._owners[secrets.NewMember],
                            new WaitingWelcome(Guid.NewGuid(), group, receipt.Sequence, upload.Welcome.Memory)
                        )
                    );
                }
            }

            return Answer(CommitOutcome.Accepted(receipt));
        }

        public async IAsyncEnumerable<WaitingWelcome> WelcomesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            WaitingWelcome[] all = [.. server._welcomes.Where(one => one.Device == device).Select(one => one.Welcome)];
            foreach (WaitingWelcome waiting in await Answer(all))
            {
                yield return waiting;
            }
        }

        public Task DeleteWelcomeAsync(Guid id, CancellationToken cancellationToken)
        {
            server._welcomes.RemoveAll(one => one.Welcome.Id == id);
            return Answer(true);
        }

        public Task<KeyPackageStock> StockAsync(CancellationToken cancellationToken) =>
            Answer(
                new KeyPackageStock(
                    server._keyPackages.Count(one => one.Device == device),
                    server._lastResorts.TryGetValue(device, out var last) && !last.IsUsed
                )
            );

        public Task UploadAsync(KeyPackageUpload upload, CancellationToken cancellationToken)
        {
            foreach (ReadOnlyMemory<byte> bytes in upload.KeyPackages)
            {
                Assert.True(MlsCodec.TryDecode(bytes.Span, out MlsMessage? message));
                Opaque reference = CipherSuite.Get(message.KeyPackage!.CipherSuite).KeyPackageRef(message.KeyPackage);
                server._owners[reference] = device;
                if (message.KeyPackage.IsLastResort)
                {
                    server._lastResorts[device] = (bytes.ToArray(), false);
                    continue;
                }

                server._keyPackages.Add((device, reference, bytes.ToArray()));
            }

            return Answer(true);
        }

        public Task<IReadOnlyList<ClaimedKeyPackage>> ClaimAsync(KeyPackageClaim claim, CancellationToken cancellationToken)
        {
            var claimed = new List<ClaimedKeyPackage>();
            foreach (DeviceId wanted in claim.Devices)
            {
                int at = server._keyPackages.FindIndex(one => one.Device == wanted);
                if (at >= 0)
                {
                    claimed.Add(new ClaimedKeyPackage(wanted, server._keyPackages[at].Bytes));
                    server._keyPackages.RemoveAt(at);
                }
                else if (server._lastResorts.TryGetValue(wanted, out var last))
                {
                    claimed.Add(new ClaimedKeyPackage(wanted, last.Bytes));
                    server._lastResorts[wanted] = last with { IsUsed = true };
                }
            }

            return Answer<IReadOnlyList<ClaimedKeyPackage>>(claimed);
        }

        public Task<IReadOnlyList<DirectoryDevice>> DevicesAsync(CancellationToken cancellationToken) =>
            Answer<IReadOnlyList<DirectoryDevice>>([]);

        public Task<string?> UploadAttachmentAsync(
            GroupId group,
            AttachmentId attachment,
            Opaque sealedHash,
            ReadOnlyMemory<byte> file,
            CancellationToken cancellationToken
        )
        {
            server.BeforeUpload?.Invoke();
            if (server.UploadRefusal is { } refusal)
            {
                return Answer<string?>(refusal);
            }

            Assert.Equal(sealedHash, new Opaque(HashFunction.Sha256.Hash(file.Span)));
            if (server.Files.TryGetValue((group, attachment), out byte[]? before))
            {
                Assert.Equal(before, file.ToArray());
            }
            else
            {
                server.Files[(group, attachment)] = file.ToArray();
                server.Arrived.Add(attachment.ToString());
            }

            return Answer<string?>(null);
        }

        public Task<(byte[]? File, string? Refusal)> AttachmentAsync(
            GroupId group,
            AttachmentId attachment,
            int mostBytes,
            CancellationToken cancellationToken
        )
        {
            server.Asked.Add(attachment);
            return Answer<(byte[]?, string?)>(
                server.Ends.ContainsKey(device) ? (null, AttachmentRefusal.NotAMember)
                : server.Files.TryGetValue((group, attachment), out byte[]? file) ? (file, null)
                : (null, AttachmentRefusal.Missing)
            );
        }

        public Task<SendOutcome> SendAsync(SealedMessage message, CancellationToken cancellationToken)
        {
            if (server.FalseReceipt(message) is { } promise)
            {
                return Answer(SendOutcome.Accepted(promise));
            }

            if (server.Forgotten.Contains(message.GroupId))
            {
                return Answer(SendOutcome.Refused(SendRefusal.UnknownGroup));
            }

            if (server.Earlier(message.GroupId, device, message.MessageId) is { } earlier)
            {
                return Answer(SendOutcome.Accepted(earlier));
            }

            if (message.Epoch != server._epochs[message.GroupId])
            {
                return Answer(SendOutcome.Refused(SendRefusal.StaleEpoch));
            }

            server.Arrived.Add(message.MessageId.ToString());
            return Answer(
                SendOutcome.Accepted(
                    server.Append(message.GroupId, EntryKind.Message, device, message.MessageId, message.Epoch, message.Content)
                )
            );
        }

        private Task<T> Answer<T>(T answer)
        {
            server.BeforeAnswer?.Invoke();
            return Task.FromResult(answer);
        }
    }
}
