using System.Collections;
using System.Reflection;
using System.Text.Json;
using Comm.Mls.Codec;

namespace Comm.Mls.Fuzz;

/// <summary>Honest encodings by struct: of what is put in, and of every struct inside it.</summary>
internal sealed class Corpus
{
    private static readonly MethodInfo s_encode = typeof(MlsCodec).GetMethod(nameof(MlsCodec.Encode))!;

    private readonly Dictionary<Type, List<byte[]>> _encodings = Structs.ToDictionary(type => type, _ => new List<byte[]>());
    private readonly HashSet<(Type, string)> _known = [];

    /// <summary>Every type that reads and writes itself.</summary>
    public static IReadOnlyList<Type> Structs { get; } =
    [
        .. typeof(MlsCodec)
            .Assembly.GetTypes()
            .Where(type => StructOf(type) == type)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public IReadOnlyList<byte[]> Of<T>() => Of(typeof(T));

    public IReadOnlyList<byte[]> Of(Type type) => _encodings[type];

    public void Add(object value)
    {
        if (StructOf(value.GetType()) is { } type)
        {
            byte[] encoding = (byte[])s_encode.MakeGenericMethod(type).Invoke(null, [value])!;
            if (!_known.Add((type, Convert.ToHexString(encoding))))
            {
                return;
            }

            _encodings[type].Add(encoding);
        }

        if (value is IEnumerable list and not string)
        {
            foreach (object? item in list)
            {
                AddPart(item);
            }

            return;
        }

        // The parts of a struct are not all public.
        foreach (
            PropertyInfo property in value
                .GetType()
                .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        )
        {
            if (property.GetIndexParameters().Length == 0 && IsPart(property.PropertyType))
            {
                AddPart(property.GetValue(value));
            }
        }
    }

    /// <summary>The published vectors of a messages.json, each value as whatever it decodes as.</summary>
    public void AddVectors(string path)
    {
        MethodInfo add = typeof(Corpus).GetMethod(nameof(AddIfOne), BindingFlags.Instance | BindingFlags.NonPublic)!;
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray().Take(20))
        {
            foreach (JsonProperty property in vector.EnumerateObject())
            {
                byte[] bytes = Convert.FromHexString(property.Value.GetString()!);
                foreach (Type type in Structs)
                {
                    add.MakeGenericMethod(type).Invoke(this, [bytes]);
                }
            }
        }
    }

    private void AddIfOne<T>(byte[] bytes)
        where T : class, IMlsStruct<T>
    {
        if (MlsCodec.TryDecode(bytes, out T? value))
        {
            Add(value);
        }
    }

    private void AddPart(object? part)
    {
        if (part is not null)
        {
            Add(part);
        }
    }

    private static bool IsPart(Type type) =>
        StructOf(type) is not null
        || (
            type.Namespace?.StartsWith("Comm.Mls", StringComparison.Ordinal) == true
            && type is { IsEnum: false, IsValueType: false }
        )
        || (
            type.IsGenericType
            && type.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>)
            && !type.GetGenericArguments()[0].IsPrimitive
        );

    /// <summary>What a type is read and written as: of a kind of proposal, Proposal.</summary>
    private static Type? StructOf(Type type) =>
        type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IMlsStruct<>))
            ?.GetGenericArguments()[0];
}
