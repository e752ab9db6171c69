using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Microsoft.AspNetCore.Components;

namespace Campaign.Web.Department;

/// <summary>How a page of the desk stands.</summary>
public enum DeskState
{
    Opening,
    Open,

    /// <summary>The session has ended: nothing more is shown or done.</summary>
    Ended,

    /// <summary>The registry did not answer; what was shown before stays.</summary>
    Faulted,
}

/// <summary>What an officer's role must open for an act; asked anew at each one, for a role may be taken while a page stands open.</summary>
public enum DeskRight
{
    Read,
    Review,
    Administer,
}

/// <summary>
/// What every live page of the desk does: before each look and act it asks whether the officer's session still stands, and now and then without being asked, so that nothing stays on the screen of somebody who
/// has signed out elsewhere or whose role is gone.
/// </summary>
public abstract class DeskPage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource gone = new();
    private Task watching = Task.CompletedTask;

    [Inject]
    public required IDeskSessions Sessions { get; init; }

    [Inject]
    public required DeskPlace Place { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required CampaignQueries Campaigns { get; init; }

    [Inject]
    public required ProviderDirectory KnownProviders { get; init; }

    [Parameter, EditorRequired]
    public Guid Session { get; set; }

    [Parameter, EditorRequired]
    public string Lang { get; set; } = "vi";

    /// <summary>The code of the campaign that was chosen among those shown; null: none was.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    public DeskState State { get; private set; }

    /// <summary>How long the registry has worked for this page so far, all looks and acts together.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>True when the officer's role did not open what was tried last: nothing was done.</summary>
    public bool Barred { get; private set; }

    /// <summary>As the session was seen last.</summary>
    protected DeskOfficer? Officer { get; private set; }

    /// <summary>The campaign that the desk is about: the one that was chosen of those that are open in the programme, or the latest to open; null before the first.</summary>
    protected CampaignView? Campaign { get; private set; }

    public string Say(string vietnamese, string english) => Place.Say(vietnamese, english);

    public string Say(Text text) => text.In(Place.Language);

    public string Count(long count) => DeskWords.Count(Place.Language, count);

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await watching;
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the page shows when it is opened.</summary>
    protected abstract Task LoadAsync(DeskOfficer officer, CancellationToken cancel);

    /// <summary>What the page looks at again by itself, every now and then while it is open.</summary>
    protected virtual Task LookAgainAsync(DeskOfficer officer, CancellationToken cancel) => Task.CompletedTask;

    protected sealed override async Task OnInitializedAsync()
    {
        Place.Speak(Lang);
        await ActAsync(async (officer, cancel) =>
        {
            Place.Speak(Lang, await KnownProviders.NamesAsync(cancel));
            var now = Time.GetUtcNow();
            Campaign = await Campaigns.CurrentAsync(now, Chosen, cancel);
            await LoadAsync(officer, cancel);
        });
        watching = WatchAsync();
    }

    /// <summary>Does it for an officer whose session stands and whose role opens it; else the page says why not, and nothing is done.</summary>
    protected internal async Task ActAsync(Func<DeskOfficer, CancellationToken, Task> act, DeskRight right = DeskRight.Read)
    {
        var began = Time.GetTimestamp();
        try
        {
            Officer = await Sessions.FindAsync(Session, acts: true, gone.Token);
            if (Officer is null)
            {
                State = DeskState.Ended;
                return;
            }

            Barred = (right == DeskRight.Review && !Officer.MayReview) || (right == DeskRight.Administer && !Officer.MayAdminister);
            if (!Barred)
            {
                await act(Officer, gone.Token);
            }

            State = DeskState.Open;
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is RegistryUnavailableException || (e is not OperationCanceledException && Faults.IsUnavailability(e)))
        {
            State = DeskState.Faulted;
        }
        finally
        {
            Worked += Time.GetElapsedTime(began);
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(AskedEvery, Time);
        try
        {
            while (State != DeskState.Ended && await timer.WaitForNextTickAsync(gone.Token))
            {
                await InvokeAsync(LookAfterSessionAsync);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task LookAfterSessionAsync()
    {
        try
        {
            if (await Sessions.FindAsync(Session, acts: false, gone.Token) is not { } officer)
            {
                State = DeskState.Ended;
                StateHasChanged();
                return;
            }

            await LookAgainAsync(officer, gone.Token);
        }
        catch (Exception e) when (e is RegistryUnavailableException || (e is not OperationCanceledException && Faults.IsUnavailability(e)))
        {
            // Who cannot be asked about has not ended; the next look or act will tell.
        }
    }
}
