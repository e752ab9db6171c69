using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>Makes of a row what the database is asked with: its numbers' keyed hashes and, should nobody be known under its own, the ciphertext for a new person.</summary>
internal sealed class RowPreparation(RowReading reading, NumberVault vault, PhoneVault phones, DateTimeOffset now)
{
    public PreparedRow Prepare(long number, List<Cell> cells, RowFault? fault)
    {
        if (fault is not null)
        {
            return new() { Number = number, Malformed = new(fault == RowFault.TooLong ? reading.FieldAt(cells.Count - 1) : null, fault.Value) };
        }

        var (row, malformed) = reading.Read(cells);
        if (row is null)
        {
            return new() { Number = number, Malformed = malformed };
        }

        var person = Guid.CreateVersion7(now);
        return new()
        {
            Number = number,
            Row = row,
            NewPerson = person,
            Keys = vault.KeysOf(row.Number),
            Kept = vault.Encrypt(row.Number, person),
            Current = vault.CurrentKeyOf(row.Number),
            Claimed = row.Other is null ? null : vault.CurrentKeyOf(row.Other),
            Phone = row.Details?.Phone is { } phone ? phones.Keep(phone, person) : null,
        };
    }
}
