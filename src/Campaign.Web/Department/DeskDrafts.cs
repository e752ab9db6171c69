using Microsoft.JSInterop;

namespace Campaign.Web.Department;

/// <summary>What is being typed into a long box is kept by the page itself (desk.js), in the tab's own storage and under the officer's name; what has been sent is forgotten there.</summary>
public sealed class DeskDrafts(IJSRuntime script)
{
    public async Task ForgetAsync(string form)
    {
        try
        {
            await script.InvokeVoidAsync("deskDrafts.forget", form);
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and its storage with it.
        }
    }
}
