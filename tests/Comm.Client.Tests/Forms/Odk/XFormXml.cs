using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Comm.Client.Forms.XlsForm;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Odk;

/// <summary>
/// Writes what a form shares with ODK as XForm XML, the way ODK's own converter would write our XLSForm. What ODK cannot evaluate is left
/// out, as it is left out of ODK's columns.
/// </summary>
internal sealed class XFormXml
{
    private static readonly XNamespace X = "http://www.w3.org/2002/xforms";
    private static readonly XNamespace H = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Jr = "http://openrosa.org/javarosa";
    private static readonly XNamespace Odk = "http://www.opendatakit.org/xforms";

    private readonly Dictionary<string, (ImmutableArray<string> Steps, string? Repeat)> _paths = new(StringComparer.Ordinal);
    private readonly FormDocument _form;
    private readonly XElement _model = new(X + "model", new XAttribute(Odk + "xforms-version", "1.0.0"));

    private XFormXml(FormDocument form) => _form = form;

    public static string Of(FormDocument form) => new XFormXml(form).Write();

    private string Write()
    {
        Place(_form.Fields, ["data"], null);
        XElement data = new(X + "data", new XAttribute("id", _form.Id), new XAttribute("version", _form.Version));
        XElement body = new(H + "body");
        _model.Add(new XElement(X + "instance", data));
        Add(_form.Fields, data, body);
        foreach (IGrouping<string, XlsChoice> list in XlsChoices.Of(_form, CodeLists.Shipped).GroupBy(choice => choice.List))
        {
            data.Parent!.AddAfterSelf(
                new XElement(X + "instance", new XAttribute("id", list.Key), new XElement(X + "root", list.Select(ToItem)))
            );
        }

        XElement head = new(H + "head", new XElement(H + "title", _form.Labels.Text("en")), _model);
        return new XElement(H + "html", new XAttribute(XNamespace.Xmlns + "jr", Jr), head, body).ToString(
            SaveOptions.DisableFormatting
        );
    }

    private void Place(ImmutableArray<FieldDocument> fields, ImmutableArray<string> above, string? repeat)
    {
        foreach (FieldDocument field in fields.IsDefault ? [] : fields)
        {
            ImmutableArray<string> steps = above.Add(OdkNames.ToOdk(field.Name));
            _paths.Add(field.Name, (steps, repeat));
            Place(field.Fields, steps, field.Type == FieldType.Repeat ? field.Name : repeat);
        }
    }

    private void Add(ImmutableArray<FieldDocument> fields, XElement instance, XElement body)
    {
        foreach (FieldDocument field in fields.IsDefault ? [] : fields)
        {
            XElement node = new(X + OdkNames.ToOdk(field.Name));
            instance.Add(node);
            Bind(field);
            XElement control = Control(field, node);
            if (field.Type != FieldType.Calculation)
            {
                body.Add(control);
            }
        }
    }

    private XElement Control(FieldDocument field, XElement node)
    {
        string path = Path(field.Name);
        XElement label = new(X + "label", field.Labels.Text("en"));
        switch (field.Type)
        {
            case FieldType.Section:
                XElement group = new(X + "group", new XAttribute("ref", path), label);
                Add(field.Fields, node, group);
                return group;
            case FieldType.Repeat:
                node.Add(new XAttribute(Jr + "template", ""));
                XElement repeat = new(X + "repeat", new XAttribute("nodeset", path));
                Add(field.Fields, node, repeat);
                return new XElement(X + "group", new XAttribute("ref", path), label, repeat);
            case var _ when XlsTypes.Of(field.Type).Odk is (XlsTypes.SelectOne or XlsTypes.SelectMultiple) and var select:
                Default(field, node);
                return new XElement(
                    X + (select == XlsTypes.SelectOne ? "select1" : "select"),
                    new XAttribute("ref", path),
                    label,
                    new XElement(
                        X + "itemset",
                        new XAttribute("nodeset", $"instance('{XlsChoices.ListName(field)}')/root/item{Filter(field)}"),
                        new XElement(X + "value", new XAttribute("ref", "name")),
                        new XElement(X + "label", new XAttribute("ref", "label"))
                    )
                );
            case FieldType.Image or FieldType.File:
                string kinds = field.Type == FieldType.Image ? "image/*" : "application/*";
                return new XElement(X + "upload", new XAttribute("ref", path), new XAttribute("mediatype", kinds), label);
            default:
                Default(field, node);
                return new XElement(X + "input", new XAttribute("ref", path), label);
        }
    }

    private void Bind(FieldDocument field)
    {
        XElement bind = new(X + "bind", new XAttribute("nodeset", Path(field.Name)));
        string? type = field.Type switch
        {
            FieldType.Section or FieldType.Repeat => null,
            FieldType.Integer => "int",
            FieldType.Decimal => "decimal",
            FieldType.Date => "date",
            FieldType.Time => "time",
            FieldType.DateTime => "dateTime",
            FieldType.Position => "geopoint",
            FieldType.Image or FieldType.File => "binary",
            _ => "string",
        };
        Set("type", type);
        Set("relevant", Expression(field, field.Relevant));
        Set("required", Expression(field, field.Required));
        Set("constraint", Expression(field, field.Constraint));
        Set("calculate", Expression(field, field.Calculation) ?? (field.Calculation is null ? null : XlsFormExport.Nothing));
        Set("readonly", field.ReadOnly || field.Type == FieldType.Note ? "true()" : null);
        _model.Add(bind);

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                bind.Add(new XAttribute(name, value));
            }
        }
    }

    private void Default(FieldDocument field, XElement node)
    {
        string? plain = field.Default is null ? null : OdkDefaults.ToOdk(field.Default, field.Type);
        if (plain is not null && plain.IndexOfAny(['(', '$', '\'', '"']) < 0)
        {
            node.Value = plain;
        }
        else if (plain is not null && Expression(field, field.Default) is { } value)
        {
            _model.Add(
                new XElement(
                    X + "setvalue",
                    new XAttribute("event", "odk-instance-first-load"),
                    new XAttribute("ref", Path(field.Name)),
                    new XAttribute("value", value)
                )
            );
        }
    }

    private string Filter(FieldDocument field) =>
        Expression(field, field.ChoiceFilter, inFilter: true) is { } filter ? $"[{filter}]" : "";

    /// <summary>With paths in place of names: of the same line relative to this one, else from the top.</summary>
    private string? Expression(FieldDocument at, string? expression, bool inFilter = false)
    {
        if (expression is null || OdkExpressions.ToOdk(expression) is not { } odk)
        {
            return null;
        }

        var written = new StringBuilder();
        int from = 0;
        foreach (ExpressionWord word in ExpressionWords.Of(odk).Where(word => word.Kind == ExpressionWordKind.Field))
        {
            written.Append(odk, from, word.Position - from).Append(PathFrom(at.Name, OdkNames.FromOdk(word.Name), inFilter));
            from = word.Position + word.Length;
        }

        return written.Append(odk, from, odk.Length - from).ToString();
    }

    private string Path(string field) => "/" + string.Join('/', _paths[field].Steps);

    private string PathFrom(string at, string to, bool inFilter)
    {
        (ImmutableArray<string> here, string? repeat) = _paths[at];
        (ImmutableArray<string> there, string? theirs) = _paths[to];
        if (repeat is null || theirs != repeat)
        {
            return Path(to);
        }

        int shared = here.Zip(there).TakeWhile(pair => pair.First == pair.Second).Count();
        IEnumerable<string> steps = Enumerable.Repeat("..", here.Length - shared).Concat(there.Skip(shared));
        return (inFilter ? "current()/" : "") + string.Join('/', steps);
    }

    private static XElement ToItem(XlsChoice choice) =>
        new(
            X + "item",
            new XElement(X + "name", choice.Code),
            new XElement(X + "label", choice.Labels.Text("en")),
            (choice.Attributes?.AsEnumerable() ?? []).Select(attribute => new XElement(X + attribute.Key, attribute.Value))
        );
}
