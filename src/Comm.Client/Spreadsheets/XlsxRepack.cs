using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Comm.Client.Spreadsheets;

/// <summary>
/// Packs a workbook again the way every reader takes it: names of elements without a prefix, which some readers do not expect, parts in
/// the order of their names, and no hour of writing. The same workbook is then the same bytes.
/// </summary>
internal static class XlsxRepack
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    public static byte[] Repack(byte[] package)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry part in from.Entries.OrderBy(part => part.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = to.CreateEntry(part.FullName, CompressionLevel.Optimal);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream content = part.Open();
                using Stream target = entry.Open();
                if (
                    part.FullName.StartsWith("xl/", StringComparison.Ordinal)
                    && part.FullName.EndsWith(".xml", StringComparison.Ordinal)
                )
                {
                    Copy(content, target);
                }
                else
                {
                    content.CopyTo(target);
                }
            }
        }

        return stream.ToArray();
    }

    private static void Copy(Stream content, Stream target)
    {
        using var reader = XmlReader.Create(content);
        using var writer = XmlWriter.Create(target, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        writer.WriteStartDocument(standalone: true);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    bool isEmpty = reader.IsEmptyElement;
                    writer.WriteStartElement(
                        reader.NamespaceURI == Main ? "" : reader.Prefix,
                        reader.LocalName,
                        reader.NamespaceURI
                    );
                    CopyAttributes(reader, writer);
                    if (isEmpty)
                    {
                        writer.WriteEndElement();
                    }

                    break;
                case XmlNodeType.EndElement:
                    writer.WriteEndElement();
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    writer.WriteString(reader.Value);
                    break;
            }
        }

        writer.WriteEndDocument();
    }

    private static void CopyAttributes(XmlReader reader, XmlWriter writer)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != Declarations || reader.Value != Main)
            {
                writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value);
            }
        }

        reader.MoveToElement();
    }
}
