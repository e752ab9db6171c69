namespace Campaign.Web.Department.Minutes;

/// <summary>Prints a page of HTML as PDF.</summary>
public interface IPagePrinter
{
    /// <exception cref="NotPrintedException">It was not printed, and why.</exception>
    Task<byte[]> PrintAsync(string html, CancellationToken cancel);
}

public enum NotPrinted
{
    /// <summary>The program is not there, or does not start.</summary>
    Missing,

    /// <summary>It was ended for taking too long.</summary>
    TooSlow,

    /// <summary>Others print, and more wait than may.</summary>
    Busy,

    /// <summary>It ended without a document.</summary>
    Failed,
}

public sealed class NotPrintedException(NotPrinted why, Exception? inner = null) : Exception($"Not printed: {why}.", inner)
{
    public NotPrinted Why { get; } = why;
}
