using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Comm.Architecture.Tests;

public sealed class ConventionTests
{
    [Fact]
    public void EveryHubRequiresAuthorization()
    {
        Type[] hubs =
        [
            .. Product.All.SelectMany(Product.TypesOf).Where(type => type.IsSubclassOf(typeof(Hub)) && !type.IsAbstract),
        ];
        Assert.NotEmpty(hubs);
        Assert.All(hubs, hub => Assert.NotNull(hub.GetCustomAttribute<AuthorizeAttribute>()));
    }

    [Fact]
    public void EveryOptionsClassHasAValidator()
    {
        Type[] options =
        [
            .. Product
                .All.SelectMany(Product.TypesOf)
                .Where(type => type.IsClass && !type.IsAbstract && type.Name.EndsWith("Options", StringComparison.Ordinal))
                // A page component that lists options is no options class.
                .Where(type => !type.IsSubclassOf(typeof(Microsoft.AspNetCore.Components.ComponentBase))),
        ];
        Assert.NotEmpty(options);
        Assert.All(
            options,
            type =>
                Assert.Contains(
                    Product.TypesOf(type.Assembly),
                    candidate => typeof(IValidateOptions<>).MakeGenericType(type).IsAssignableFrom(candidate)
                )
        );
    }

    /// <summary>Identifiers, sizes, counts and refusals go into a log; content never does.</summary>
    [Fact]
    public void LogMethodsTakeNoBytesAndNoObjects()
    {
        MethodInfo[] methods =
        [
            .. Product
                .All.SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type => type.GetMethods(BoundaryTests.Everything))
                .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null),
        ];
        Assert.NotEmpty(methods);
        Assert.All(
            methods,
            method =>
                Assert.All(
                    method.GetParameters().Where(parameter => !typeof(ILogger).IsAssignableFrom(parameter.ParameterType)),
                    parameter =>
                        Assert.True(MayBeLogged(parameter.ParameterType), $"{method.DeclaringType}.{method.Name}: {parameter}")
                )
        );
    }

    [Fact]
    public void LogEventNumbersAreUsedOnce()
    {
        foreach (Assembly assembly in Product.All)
        {
            int[] numbers =
            [
                .. assembly
                    .GetTypes()
                    .SelectMany(type => type.GetMethods(BoundaryTests.Everything))
                    .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                    .Where(attribute => attribute is not null)
                    .Select(attribute => attribute!.EventId),
            ];
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
        }
    }

    /// <summary>A record prints its members and compares bytes by reference: a type that owns a secret is a plain class.</summary>
    [Fact]
    public void NoRecordHoldsASecret() =>
        Assert.DoesNotContain(
            Product.All.SelectMany(Product.TypesOf).Where(type => type.GetMethod("<Clone>$") is not null),
            type => type.GetFields(BoundaryTests.Everything).Any(field => field.FieldType == typeof(Comm.Crypto.Secret))
        );

    private static bool MayBeLogged(Type type) =>
        type != typeof(object)
        && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type) | type == typeof(string)
        && !type.Name.StartsWith("ReadOnlyMemory", StringComparison.Ordinal)
        && !type.Name.StartsWith("ReadOnlySpan", StringComparison.Ordinal)
        && type.Name is not ("Opaque" or "Secret")
        && !type.Name.StartsWith("Opened", StringComparison.Ordinal);
}
