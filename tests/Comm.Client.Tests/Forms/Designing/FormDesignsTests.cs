using Comm.Client.Forms.Designing;
using Comm.Client.Tests.Engine;
using Comm.Client.Tests.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Forms.Designing;

/// <summary>A coordinator's half-made forms, in the vault.</summary>
public sealed class FormDesignsTests : IAsyncLifetime
{
    private static readonly FormOrigin Origin = new(FormLibrary.SimplifiedSeizure, 1);

    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    private FormDesigns Designs => new(Claire.Store, TimeProvider.System);

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ADesignOutlivesTheProgramLiesSealedAndIsOneOfSeveral()
    {
        FormDesign first = Begin("SECRET-of-falcon");
        FormDesign second = Begin("other");
        FormDesign? changed = Designs.Change(_room.Group, first.Id, document => FormEdits.Move(document, "movement", Step.Up));
        Assert.NotNull(changed);
        await Claire.RestartAsync();

        FormDesign? found = Designs.Find(_room.Group, first.Id);
        Assert.NotNull(found);
        Assert.Equal(changed.Document.Hash(), found.Document.Hash());
        Assert.Equal((Origin, changed.ChangedAt), (found.Origin, found.ChangedAt));
        Assert.Equal([first.Id, second.Id], Designs.List(_room.Group).Select(row => row.Id));
        Assert.Null(Designs.Find(new GroupId(Guid.NewGuid()), first.Id));
        using FileStream vault = new(Claire.VaultPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader bytes = new(vault, System.Text.Encoding.Latin1);
        Assert.DoesNotContain("SECRET-of-falcon", await bytes.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AChangeThatCannotBeDoneLeavesTheDesignAsItWas()
    {
        FormDesign design = Begin("kept");
        Assert.Null(Designs.Change(_room.Group, design.Id, document => FormEdits.Move(document, "movement", Step.Into)));
        Assert.Null(Designs.Change(_room.Group, Guid.NewGuid(), document => document));
        string huge = new('x', FormLimits.DefinitionBytes);
        Assert.Null(Designs.Change(_room.Group, design.Id, document => FormTexts.Set(document, "Title:", "en", huge)));
        Assert.Equal(design.Document.Hash(), Designs.Find(_room.Group, design.Id)!.Document.Hash());
    }

    [Fact]
    public void WhatIsDiscardedIsGone()
    {
        FormDesign design = Begin("gone");
        Designs.Discard(_room.Group, design.Id);
        Assert.Empty(Designs.List(_room.Group));
    }

    [Fact]
    public async Task ADamagedRowIsToldAndCanBeDiscardedAndTheNextDesignIsNotHarmed()
    {
        FormDesign lost = Begin("lost");
        await Claire.DamageAsync(RowKind.FormDesign);
        (Guid id, FormDesign? none) = Assert.Single(Designs.List(_room.Group));
        Assert.Equal((lost.Id, null), (id, none));
        Assert.Null(Designs.Find(_room.Group, lost.Id));
        Assert.Null(Designs.Change(_room.Group, lost.Id, document => document));
        FormDesign next = Begin("next");
        Designs.Discard(_room.Group, lost.Id);
        Assert.Equal(next.Id, Assert.Single(Designs.List(_room.Group)).Id);
    }

    private FormDesign Begin(string title)
    {
        FormDocument document = FormTexts.Set(SampleRoom.Form.Document, "Title:", "en", title)!;
        return Designs.Begin(_room.Group, FormStarts.CopyOf(document, []), Origin)!;
    }
}
