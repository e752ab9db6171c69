using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>Keys over citizens' phones, which are the sign-in's: it finds a number's phone by keyed hashes of both, and seals what must be read again.</summary>
public interface ICitizenPhones
{
    /// <summary>Under which the phone of a number stands.</summary>
    byte[] HashOf(CitizenNumber number);

    /// <summary>By which a phone is known again, and the phone itself, sealed.</summary>
    (byte[] Hash, byte[] Sealed) Seal(string phone);

    /// <summary>A phone that was sealed so.</summary>
    string Open(byte[] sealedPhone);

    /// <summary>The phone that was bound last to one of these numbers, where it was kept so that it can be read; null when none was.</summary>
    Task<string?> FindAsync(IReadOnlyCollection<CitizenNumber> numbers, CancellationToken cancel);

    /// <summary>Whether another phone than this is bound to one of these numbers: then this one replaces it.</summary>
    Task<bool> HasAnotherAsync(IReadOnlyCollection<CitizenNumber> numbers, string phone, CancellationToken cancel);

    /// <summary>What waits for the second officer, bound to its id.</summary>
    byte[] SealProposed(Guid binding, CitizenNumber number, string phone);

    /// <inheritdoc cref="SealProposed"/>
    (CitizenNumber Number, string Phone) OpenProposed(Guid binding, byte[] sealedProposal);
}
