using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Comm.Architecture.Tests;

public sealed class BoundaryTests
{
    /// <summary>What of Comm.Mls and Comm.Crypto holds or makes a secret: none of the server's business (design D1, D4).</summary>
    private static readonly string[] s_secretBearers =
    [
        "Comm.Crypto.Secret",
        "Comm.Crypto.SigningKey",
        "Comm.Crypto.Argon2id",
        "Comm.Crypto.KeyAgreementAlgorithm",
        "Comm.Crypto.AeadAlgorithm",
        "Comm.Mls.Groups.Group",
        "Comm.Mls.Groups.JoinedGroup",
        "Comm.Mls.Groups.StagedCommit",
        "Comm.Mls.Groups.StagedProposal",
        "Comm.Mls.Groups.StagedSend",
        "Comm.Mls.KeyPackages.KeyPackageSecrets",
        "Comm.Mls.Suites.SoftwareSigner",
        "Comm.Mls.Suites.ISigner",
    ];

    [Fact]
    public void CryptoStandsAlone() => Assert.DoesNotContain(Product.AssembliesReferredToBy(Product.Crypto), IsOursOrWeb);

    [Fact]
    public void MlsKnowsCryptoAndNothingElseOfOurs() =>
        Assert.DoesNotContain(Product.AssembliesReferredToBy(Product.Mls), name => IsOursOrWeb(name) && name != "Comm.Crypto");

    [Fact]
    public void ServerAndClientDoNotKnowEachOther()
    {
        Assert.DoesNotContain("comm", Product.AssembliesReferredToBy(Product.Server));
        Assert.DoesNotContain("Comm.Server", Product.AssembliesReferredToBy(Product.Client));
        Assert.DoesNotContain(Product.AssembliesReferredToBy(Product.Shared), name => name is "comm" or "Comm.Server");
    }

    [Fact]
    public void ServerTouchesNoTypeThatHoldsASecret()
    {
        // The names must exist, or this test would hold nothing.
        Assert.All(s_secretBearers, name => Assert.NotNull(Product.Crypto.GetType(name) ?? Product.Mls.GetType(name)));
        Assert.Empty(Product.TypesReferredToBy(Product.Server).Intersect(s_secretBearers));
    }

    [Fact]
    public void WhatTheLibrariesKeepToThemselvesIsOpenToTestsAndBenchmarksOnly()
    {
        string[] friends =
        [
            .. new[] { Product.Crypto, Product.Mls }
                .SelectMany(library => library.GetCustomAttributes<InternalsVisibleToAttribute>())
                .Select(friend => friend.AssemblyName),
        ];
        Assert.NotEmpty(friends);
        Assert.Empty(friends.Intersect(Product.All.Select(assembly => assembly.GetName().Name!)));
    }

    [Fact]
    public void OnlyCryptoCallsNativeCode()
    {
        foreach (Assembly assembly in Product.All.Where(assembly => assembly != Product.Crypto))
        {
            Assert.DoesNotContain(
                assembly.GetTypes().SelectMany(type => type.GetMethods(Everything)),
                method =>
                    method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
                    || method.GetCustomAttribute<LibraryImportAttribute>() is not null
            );
        }
    }

    [Fact]
    public void OpenedTypesExistOnlyOnTheOfficersMachine()
    {
        foreach (Assembly assembly in Product.All.Where(assembly => assembly != Product.Client))
        {
            Assert.DoesNotContain(Product.TypesOf(assembly), type => type.Name.StartsWith("Opened", StringComparison.Ordinal));
        }

        Assert.Contains(Product.TypesOf(Product.Client), type => type.Name.StartsWith("Opened", StringComparison.Ordinal));
    }

    internal const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static bool IsOursOrWeb(string assembly) =>
        assembly.StartsWith("Comm.", StringComparison.Ordinal)
        || assembly == "comm"
        || assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || assembly.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal);
}
