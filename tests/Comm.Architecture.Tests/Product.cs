using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Comm.Architecture.Tests;

/// <summary>The product's assemblies, as loaded and as metadata: what a type refers to stands in its assembly's tables.</summary>
internal static class Product
{
    public static Assembly Crypto { get; } = typeof(Comm.Crypto.Secret).Assembly;

    public static Assembly Mls { get; } = typeof(Comm.Mls.Groups.PublicGroup).Assembly;

    public static Assembly Shared { get; } = typeof(Comm.Shared.Messaging.SealedMessage).Assembly;

    public static Assembly Server { get; } = Assembly.Load("Comm.Server");

    public static Assembly Client { get; } = Assembly.Load("comm");

    public static IReadOnlyList<Assembly> All { get; } = [Crypto, Mls, Shared, Server, Client];

    /// <summary>Full names of all types that an assembly refers to in others.</summary>
    public static ImmutableHashSet<string> TypesReferredToBy(Assembly assembly)
    {
        using PEReader file = new(File.OpenRead(assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }

    public static ImmutableHashSet<string> AssembliesReferredToBy(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    public static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.Name.StartsWith('<') && type.DeclaringType?.Name.StartsWith('<') != true);
}
