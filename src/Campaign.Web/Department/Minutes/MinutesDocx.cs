using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Campaign.Web.Department.Minutes;

/// <summary>Minutes as a document that is worked on further, laid out as the printed one is. Sizes are in half points, distances in twentieths of a point.</summary>
internal static class MinutesDocx
{
    private const int Millimetre = 57;
    private const int TextWidth = 165 * Millimetre;

    public static byte[] Write(MinutesPaper paper)
    {
        using var bytes = new MemoryStream();
        using (var package = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            var (numbers, nothing, foot, firstFoot) = (main.AddNewPart<HeaderPart>(), main.AddNewPart<HeaderPart>(), main.AddNewPart<FooterPart>(), main.AddNewPart<FooterPart>());
            numbers.Header = new(Line(JustificationValues.Center, new SimpleField(Text("2", 26)) { Instruction = "PAGE" }));
            nothing.Header = new(new Paragraph());
            foot.Footer = new(Line(JustificationValues.Left, Text(paper.Foot, 15)));
            firstFoot.Footer = new(Line(JustificationValues.Left, Text(paper.Foot, 15)));
            main.Document = new(new Body(
            [
                Columns(
                    42,
                    [
                        .. paper.Superior is { } superior ? [Line(JustificationValues.Center, Text(superior, 24))] : Array.Empty<Paragraph>(),
                        Line(JustificationValues.Center, Text(paper.Agency, 24, bold: true)), Rule(35), Line(JustificationValues.Center, Text(paper.Number, 26)),
                    ],
                    [
                        Line(JustificationValues.Center, Text(MinutesPaper.Nation, 24, bold: true)), Line(JustificationValues.Center, Text(MinutesPaper.Motto, 26, bold: true)), Rule(58),
                        Line(JustificationValues.Center, Text(paper.PlaceAndDate, 26, italic: true)),
                    ]),
                Spaced(400, 0, Line(JustificationValues.Center, Text(paper.Title, 28, bold: true))),
                Spaced(0, 280, Line(JustificationValues.Center, Text(paper.Subject, 28, bold: true))),
                .. paper.Body.Select(Of),
                Spaced(240, 0, Line(JustificationValues.Left)),
                Columns(
                    50,
                    [Line(JustificationValues.Left, Text(MinutesPaper.SentTo, 24, bold: true, italic: true)), .. paper.Recipients.Select(r => Line(JustificationValues.Left, Text(r, 22)))],
                    [Line(JustificationValues.Center, Text(paper.SignedBy, 26, bold: true)), Spaced(0, 1400, Line(JustificationValues.Center, Text(MinutesPaper.SignHere, 26, italic: true)))]),
                new Paragraph(),
                new SectionProperties(
                    new HeaderReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(numbers) },
                    new HeaderReference { Type = HeaderFooterValues.First, Id = main.GetIdOfPart(nothing) },
                    new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(foot) },
                    new FooterReference { Type = HeaderFooterValues.First, Id = main.GetIdOfPart(firstFoot) },
                    new PageSize { Width = 11906, Height = 16838 },
                    new PageMargin { Top = 20 * Millimetre, Bottom = 20 * Millimetre, Left = 30 * Millimetre, Right = 15 * Millimetre, Header = 10 * Millimetre, Footer = 10 * Millimetre, Gutter = 0 },
                    new TitlePage()),
            ]));
        }

        return bytes.ToArray();
    }

    private static Styles Styles() => new(new DocDefaults(
        new RunPropertiesDefault(new RunPropertiesBaseStyle(
            new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = "Times New Roman", ComplexScript = "Times New Roman" },
            new FontSize { Val = "26" },
            new Languages { Val = "vi-VN" })),
        new ParagraphPropertiesDefault()));

    private static Paragraph Of(PaperLine line)
    {
        var heads = line.Style is PaperStyle.Heading or PaperStyle.Subheading;
        var paragraph = Line(heads ? JustificationValues.Left : JustificationValues.Both, Text(line.Text, 26, line.Style == PaperStyle.Heading, line.Style == PaperStyle.Subheading));
        var properties = paragraph.ParagraphProperties!;
        properties.KeepNext = heads ? new() : null;
        properties.SpacingBetweenLines = new() { Before = line.Style == PaperStyle.Heading ? "160" : "0", After = "100" };
        properties.Indentation = new() { FirstLine = $"{10 * Millimetre}" };
        return paragraph;
    }

    private static Paragraph Line(JustificationValues where, params OpenXmlElement[] runs) => new([new ParagraphProperties(new Justification { Val = where }), .. runs]);

    private static Paragraph Spaced(int before, int after, Paragraph paragraph)
    {
        paragraph.ParagraphProperties!.SpacingBetweenLines = new() { Before = $"{before}", After = $"{after}" };
        return paragraph;
    }

    private static Run Text(string text, int halfPoints, bool bold = false, bool italic = false)
    {
        var look = new RunProperties { FontSize = new() { Val = $"{halfPoints}" }, Bold = bold ? new() : null, Italic = italic ? new() : null };
        return new(look, new Text(text) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <summary>The line under a name: the border of an empty paragraph that is so many hundredths of its column wide.</summary>
    private static Paragraph Rule(int percent)
    {
        var indent = $"{(int)(TextWidth / 2 * (100 - percent) / 200.0)}";
        return new(
            new ParagraphProperties(
                new ParagraphBorders(new TopBorder { Val = BorderValues.Single, Size = 6, Space = 1 }),
                new SpacingBetweenLines { After = "0", Line = "120", LineRule = LineSpacingRuleValues.Exact },
                new Indentation { Left = indent, Right = indent }));
    }

    private static Table Columns(int leftPercent, IEnumerable<Paragraph> left, IEnumerable<Paragraph> right)
    {
        var width = TextWidth * leftPercent / 100;
        return new(
            new TableProperties(new TableWidth { Width = $"{TextWidth}", Type = TableWidthUnitValues.Dxa }, new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(new GridColumn { Width = $"{width}" }, new GridColumn { Width = $"{TextWidth - width}" }),
            new TableRow(new TableRowProperties(new CantSplit()), Cell(width, left), Cell(TextWidth - width, right)));
    }

    private static TableCell Cell(int width, IEnumerable<Paragraph> lines) =>
        new([new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }), .. lines]);
}
