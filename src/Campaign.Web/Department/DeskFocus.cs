using Microsoft.JSInterop;

namespace Campaign.Web.Department;

/// <summary>Leads who works by keyboard to what an act has brought about: the first fault, or what was done. And hands over what was made, without an address that it could be fetched from again.</summary>
public sealed class DeskFocus(IJSRuntime script)
{
    /// <summary>Whatever says first that something is wrong.</summary>
    public Task ToFaultAsync() => ToAsync(".refused, [aria-invalid=true], fieldset:has(.wrong) input, .wrong + * input");

    public Task ToAsync(string selector) => RunAsync("deskFocus", selector);

    public Task SaveAsync(string name, string text) => RunAsync("deskSave", name, text);

    private async Task RunAsync(string function, params object?[] arguments)
    {
        try
        {
            await script.InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks any more.
        }
    }
}
