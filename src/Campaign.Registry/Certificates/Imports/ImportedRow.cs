using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What a file says of a person beside the numbers; null is: not said.</summary>
internal sealed record ImportedDetails(string? Name, string? NameFolded, DateOnly? BirthDate, bool? IsFemale, string? Phone, string? WardCode);

/// <summary>A row that can be judged.</summary>
/// <param name="Number">Whose row it is: of two numbers the CCCD, for a CMND beside it identifies nobody.</param>
/// <param name="Other">Another number that the row bears: a claim.</param>
/// <param name="LeftOut">A field that was not taken from the row, and why; the verdict says so.</param>
internal sealed record ImportedRow(CitizenNumber Number, CitizenNumber? Other, ImportedDetails? Details, CertificateFacts Certificate, MalformedRow? LeftOut = null);

/// <summary>Why a row is malformed, and in which field; null: the row as a whole.</summary>
internal readonly record struct MalformedRow(ImportField? Field, RowFault Fault);
