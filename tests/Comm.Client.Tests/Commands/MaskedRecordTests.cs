using System.Text.Json;
using Comm.Client.Attachments;
using Comm.Client.Commands.Control;
using Comm.Client.Conversations;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Commands;

/// <summary>A record prints its members, into whatever log or message somebody puts it; these hold what must not be printed.</summary>
public sealed class MaskedRecordTests
{
    private const string Secret = "tangerine harbour 42";

    private static readonly JsonElement s_json = JsonSerializer.SerializeToElement(Secret);

    private static readonly OpenedText s_text = new(Secret)
    {
        Position = 1,
        At = DateTimeOffset.UnixEpoch,
        MessageId = Identifier.Create<MessageId>(),
        Delivery = DeliveryState.Sent,
    };

    public static TheoryData<string> Names() => [.. Records().Keys];

    [Theory, MemberData(nameof(Names))]
    public void ItsTextIsNotPrinted(string name) =>
        Assert.DoesNotContain("tangerine", Records()[name].ToString(), StringComparison.Ordinal);

    private static Dictionary<string, object> Records() =>
        new object[]
        {
            new EnrolQuestion(Secret, Secret),
            new UnlockQuestion(Secret),
            new OpenAnswer(Secret),
            new SendQuestion("", Secret, 0),
            new CreateGroupQuestion(Secret, Secret, "", "", ""),
            new ReportQuestion("", s_json, 0),
            new ExportAnswer(Secret, 1, 0, new Dictionary<string, string> { ["legs"] = Secret }),
            new ReviewQuestion("", default, ReviewAct.Return, Secret),
            new ControlAnswer("done", s_json),
            EntryAnswers.Of(s_text),
            MessagePayload.OfText(Secret),
            FileSealer
                .Seal(System.Text.Encoding.UTF8.GetBytes(Secret), Secret, "text/tangerine", AttachmentKind.Document)
                .Reference,
            new GroupBriefing(Secret, Secret),
            s_text,
            new OpenedLine(s_text),
            new ConversationPage([s_text], HasEarlier: false),
        }.ToDictionary(record => record.GetType().Name);
}
