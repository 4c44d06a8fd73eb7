using System.Reflection;
using System.Text;
using Comm.Mls.Groups;

namespace Comm.Mls.Tests.PublicApi;

/// <summary>
/// The public surface as it was last agreed on, in <c>Comm.Mls.txt</c> beside this file. A change is meant, or it is a mistake: run
/// with COMM_ACCEPT_API=1 to write the file anew, and read the difference.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void ThePublicSurfaceIsTheOneAgreedOn()
    {
        string path = Path.Combine(SourceFolder(), "Comm.Mls.txt");
        string actual = Describe(typeof(Group).Assembly);
        if (Environment.GetEnvironmentVariable("COMM_ACCEPT_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(
                    type.IsEnum ? "enum "
                    : type.IsInterface ? "interface "
                    : type.IsValueType ? "struct "
                    : "class "
                )
                .Append(Name(type))
                .Append('\n');
            IEnumerable<string> members = type.GetMembers(
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
                .Where(IsWritten)
                .Select(Describe)
                .Order(StringComparer.Ordinal);
            foreach (string member in members)
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>What the compiler adds to records, enums and properties says nothing new.</summary>
    private static bool IsWritten(MemberInfo member) =>
        member switch
        {
            MethodBase method => (
                !method.IsSpecialName || method is ConstructorInfo || method.Name.StartsWith("op_", StringComparison.Ordinal)
            )
                && method.Name
                    is not (
                        "Equals"
                        or "GetHashCode"
                        or "ToString"
                        or "<Clone>$"
                        or "Deconstruct"
                        or "op_Equality"
                        or "op_Inequality"
                    ),
            FieldInfo field => !field.IsSpecialName,
            _ => true,
        };

    private static string Describe(MemberInfo member) =>
        member switch
        {
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo method =>
                $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
            PropertyInfo property =>
                $"{Name(property.PropertyType)} {property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.SetMethod?.IsPublic == true ? "init; " : "")}}}",
            FieldInfo { IsLiteral: true } field => $"{field.Name} = {field.GetRawConstantValue()}",
            FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
            Type nested => $"nested {Name(nested)}",
            _ => member.ToString() ?? "",
        };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) =>
        type switch
        {
            { IsByRef: true } => "ref " + Name(type.GetElementType()!),
            { IsArray: true } => Name(type.GetElementType()!) + "[]",
            { IsGenericParameter: true } => type.Name,
            { IsGenericType: true } =>
                $"{type.FullName?.Split('`')[0] ?? type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
            _ => type.FullName ?? type.Name,
        };

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetDirectoryName(here)!;
}
