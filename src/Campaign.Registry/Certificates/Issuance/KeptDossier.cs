using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A dossier as it is kept: what looks like a citizen number in what people wrote is kept nowhere in the clear (I11). In a contract number it is exchanged for four
/// bytes of its keyed hash, so that one contract number on two certificates is found all the same (DT-3.2); in a recipient's name it is blanked. Neither keeps what nobody sees, nor another dash than the hyphen: by such one contract would be two.
/// </summary>
internal static class KeptDossier
{
    private const int HashBytes = 4;

    public static DossierInput? Of(DossierInput? given, ContentSealer sealer) => given is null
        ? null
        : given with
        {
            ContractNumber = NumbersInText.Exchange(
                given.ContractNumber is { } contract ? InvisibleCharacters.Plain(contract) : null,
                number => "•••" + Convert.ToHexString(sealer.Seal("contract", string.Concat(number.Where(char.IsAsciiDigit))).Hash.AsSpan(0, HashBytes))),
            RecipientName = NumbersInText.Blank(given.RecipientName is { } recipient ? InvisibleCharacters.Plain(recipient) : null),
        };
}
