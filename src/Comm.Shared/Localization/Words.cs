namespace Comm.Shared.Localization;

/// <summary>Names the set of <c>localization/Forms*.resx</c>: findings and the fixed words of the form pages.</summary>
public sealed class Forms
{
    private Forms() { }
}

/// <summary>Names the set of <c>localization/Figures*.resx</c>: headings of the figures and the words of the export page.</summary>
public sealed class Figures
{
    private Figures() { }
}

/// <summary>Names the set of <c>localization/Units*.resx</c>: the codes of CL_UNIT after a number, by its plural category.</summary>
public sealed class Units
{
    private Units() { }
}

/// <summary>Names the set of <c>localization/Designer*.resx</c>: the forms page of a group and the designer.</summary>
public sealed class Designer
{
    private Designer() { }
}

/// <summary>Names the set of <c>localization/Filling*.resx</c>: the pages on which a report is begun, filled and corrected.</summary>
public sealed class Filling
{
    private Filling() { }
}

/// <summary>Names the set of <c>localization/Bulk*.resx</c>: many reports from one spreadsheet.</summary>
public sealed class Bulk
{
    private Bulk() { }
}

/// <summary>Names the set of <c>localization/Faults*.resx</c>: what is wrong with a form's definition or a spreadsheet, for its author.</summary>
public sealed class Faults
{
    private Faults() { }
}
