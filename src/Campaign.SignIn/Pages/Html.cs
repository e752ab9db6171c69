using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Campaign.SignIn.Pages;

/// <summary>Markup. Made by <see cref="Of"/> from a text with holes: what fills a hole is encoded, unless it is markup itself. So nothing that was sent can become markup.</summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html Nothing = new("");

    /// <summary>Vietnamese stays readable; what has a meaning in markup does not.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static Html Of(ref Builder builder) => new(builder.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Markup)));

    public override string ToString() => Markup;

    [InterpolatedStringHandler]
    internal readonly struct Builder(int literalLength, int holes)
    {
        private readonly StringBuilder text = new(literalLength + (holes * 16));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(Html html) => text.Append(html.Markup);

        public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

        public override string ToString() => text.ToString();
    }
}
