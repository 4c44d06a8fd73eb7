using Comm.Client.Forms.Designing;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Forms;

/// <summary>What of a question's page changes with its answers, and where its faults are told.</summary>
internal static class QuestionParts
{
    /// <summary>The parts that have a place for their faults on the page; the others are told above it.</summary>
    public static readonly string[] WithPlaces =
    [
        "name",
        "type",
        "fields",
        "labels",
        "codeList",
        "choiceFilter",
        "required",
        "relevant",
        "calculation",
        "constraint",
        "severity",
        "most",
        "placesBy",
        "default",
    ];

    /// <summary>Those without a place, also where the type of the question has none for its part.</summary>
    public static IEnumerable<FormFault> Others(DesignDesk desk, string name) =>
        desk.Check.At(name).Where(fault => fault.Part is null || !Shown(desk, name).Contains(fault.Part, StringComparer.Ordinal));

    public static IEnumerable<string> Shown(DesignDesk desk, string name)
    {
        FieldType type = FormTree.Find(desk.Document, name)?.Field.Type ?? FieldType.Text;
        bool asked = !FormTree.Holds(type) && type is not (FieldType.Note or FieldType.Calculation);
        return WithPlaces.Where(part =>
            part switch
            {
                "fields" => FormTree.Holds(type),
                "codeList" => type is FieldType.Code or FieldType.Codes or FieldType.Unit,
                "choiceFilter" => type is FieldType.Code or FieldType.Codes,
                "required" or "constraint" or "severity" or "default" => asked,
                "calculation" => type == FieldType.Calculation,
                "most" => type is FieldType.Text or FieldType.Repeat or FieldType.Image or FieldType.File,
                "placesBy" => type == FieldType.Location,
                _ => true,
            }
        );
    }

    public static string RequiredMode(FieldDocument field) =>
        field.Required switch
        {
            null => "never",
            "true()" => "always",
            _ => "if",
        };

    /// <summary>While it stays, the page keeps what it has, and only faults are told anew.</summary>
    public static string Shape(FieldDocument field)
    {
        return $"{field.Type} {Lines(field.Relevant)} {Lines(field.Required)} {Simple(field.Constraint)}";

        static string Lines(string? expression) =>
            SimpleCondition.Read(expression) is { } simple
                ? string.Join(',', simple.Lines.Select(line => $"{line.Field} {line.Comparison}")) + (simple.IsOr ? "|" : "")
                : expression ?? "";

        static string Simple(string? constraint) => SimpleLimits.Read(constraint) is null ? "x" : "";
    }
}
