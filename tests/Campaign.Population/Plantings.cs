using System.Text;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Population;

/// <summary>What is planted beside a citizen. Exactly one thing differs, beside the number: what is found and what is not can be told by kind.</summary>
internal static class Plantings
{
    private const int Tries = 40;

    public static MadeCitizen Beside(MadeCitizen citizen, Planted kind, long id, Numbers numbers, ref Draw draw)
    {
        var number = kind == Planted.OldIdentityCard
            ? numbers.Cmnd()
            : numbers.Cccd(citizen.Number[..3], citizen.BirthDate.Year, citizen.IsFemale, ref draw);
        var again = citizen with { Id = id, Number = number, Planted = kind, Of = citizen.Id };
        return kind switch
        {
            Planted.OldIdentityCard or Planted.NewIdentityNumber => again,
            Planted.MarksDropped => again with { Name = WithoutMarks(citizen.Name) },
            Planted.Decomposed => again with { Name = LatinLetters.Apart(citizen.Name) },
            Planted.StrokeDropped => again with { Name = citizen.Name.Replace('đ', 'd').Replace('Đ', 'D') },
            Planted.GivenNameFirst => again with { Name = GivenNameFirst(citizen.Name) },
            Planted.MiddleNameMissing => again with { Name = MiddleNameMissing(citizen, ref draw) },
            Planted.ParticleMissing => again with { Name = ParticleMissing(citizen) },
            Planted.NameMistyped => again with { Name = Mistyped(citizen.Name, ref draw) },
            Planted.DayAndMonthSwapped => again with { BirthDate = new(citizen.BirthDate.Year, citizen.BirthDate.Day, citizen.BirthDate.Month) },
            Planted.YearOfBirthOnly => again with { BirthDate = new(citizen.BirthDate.Year, 1, 1) },
            Planted.PhoneChanged => again with { Phone = MadeCitizens.Phone(ref draw) },
            Planted.WardChanged => again with { WardCode = MadeCitizens.OtherWard(citizen.WardCode, ref draw) },
            Planted.SexMistyped => again with { IsFemale = !citizen.IsFemale },
            Planted.Twins => again with { Name = Twin(citizen, ref draw) },
            Planted.FatherAndSon => Son(again, numbers, ref draw),
            Planted.CommonNameSameBirthDate => again with { Phone = MadeCitizens.Phone(ref draw), WardCode = MadeCitizens.OtherWard(citizen.WardCode, ref draw) },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    internal static string WithoutMarks(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in LatinLetters.Apart(name))
        {
            if (c is < '\u0300' or > '\u036f')
            {
                plain.Append(c switch { 'đ' => 'd', 'Đ' => 'D', _ => c });
            }
        }

        return plain.ToString();
    }

    private static string GivenNameFirst(string name)
    {
        var words = name.Split(' ');
        return string.Join(' ', words[..^1].Prepend(words[^1]));
    }

    /// <summary>The last middle name that is no particle goes; where there is none, one more is written.</summary>
    private static string MiddleNameMissing(MadeCitizen citizen, ref Draw draw)
    {
        var words = citizen.Name.Split(' ').ToList();
        var last = words.FindLastIndex(words.Count - 2, words.Count - 2, w => w is not ("Văn" or "Thị" or "Thất" or "Nữ" or "Đắc"));
        if (last > 0)
        {
            words.RemoveAt(last);
        }
        else
        {
            words.Insert(words.Count - 1, MadeName.OneMiddle(citizen.IsFemale, ref draw));
        }

        return string.Join(' ', words);
    }

    private static string ParticleMissing(MadeCitizen citizen)
    {
        var words = citizen.Name.Split(' ').ToList();
        var place = words.FindIndex(1, w => w is "Văn" or "Thị");
        if (place > 0 && place < words.Count - 1)
        {
            words.RemoveAt(place);
        }
        else
        {
            words.Insert(1, citizen.IsFemale ? "Thị" : "Văn");
        }

        return string.Join(' ', words);
    }

    /// <summary>A neighbouring key, a letter left out, doubled or exchanged with the next, or hỏi for ngã, which the central provinces speak alike.</summary>
    private static string Mistyped(string name, ref Draw draw)
    {
        for (var i = 0; i < Tries; i++)
        {
            var words = name.Split(' ');
            var place = draw.Below(words.Length);
            words[place] = MistypedWord(words[place], ref draw);
            if (words[place].Length > 0 && string.Join(' ', words) is var mistyped && mistyped != name)
            {
                return mistyped;
            }
        }

        return name[..^1];
    }

    private static string MistypedWord(string word, ref Draw draw)
    {
        var at = draw.Below(word.Length);
        return draw.Below(5) switch
        {
            0 => word[..at] + Neighbour(word[at], ref draw) + word[(at + 1)..],
            1 => word[..at] + word[(at + 1)..],
            2 => word[..at] + word[at] + word[at..],
            3 when at + 1 < word.Length => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => OtherTone(word),
        };
    }

    private static char Neighbour(char letter, ref Draw draw)
    {
        string[] rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
        var plain = char.ToLowerInvariant(WithoutMarks(letter.ToString())[0]);
        var row = rows.FirstOrDefault(r => r.Contains(plain, StringComparison.Ordinal)) ?? rows[0];
        var place = Math.Max(0, row.IndexOf(plain, StringComparison.Ordinal));
        return row[place == 0 ? 1 : place == row.Length - 1 ? place - 1 : draw.OneIn(0.5) ? place - 1 : place + 1];
    }

    private static string OtherTone(string word)
    {
        var decomposed = LatinLetters.Apart(word);
        return LatinLetters.Together(
            decomposed.Contains('\u0309', StringComparison.Ordinal) ? decomposed.Replace('\u0309', '\u0303') : decomposed.Replace('\u0303', '\u0309'));
    }

    /// <summary>Half of the time a given name that begins or ends like the other's.</summary>
    private static string Twin(MadeCitizen citizen, ref Draw draw)
    {
        var words = citizen.Name.Split(' ');
        var (given, names) = (words[^1], MadeName.Given(citizen.IsFemale, citizen.BirthDate.Year));
        var alike = draw.OneIn(0.5);
        for (var i = 0; i < Tries; i++)
        {
            var other = names.Pick(ref draw);
            if (other != given && (!alike || WithoutMarks(other)[0] == WithoutMarks(given)[0] || WithoutMarks(other)[^1] == WithoutMarks(given)[^1]))
            {
                return string.Join(' ', words[..^1].Append(other));
            }
        }

        return string.Join(' ', words[..^1].Append(given == "Song" ? "Đôi" : "Song"));
    }

    private static MadeCitizen Son(MadeCitizen father, Numbers numbers, ref Draw draw)
    {
        var birth = father.BirthDate.AddYears(draw.Between(21, 30)).AddDays(draw.Between(1, 300));
        var fathers = father.Name.Split(' ');
        var own = MadeName.Of(female: false, birth.Year, withStroke: false, ref draw).Split(' ');
        var given = own[^1] == fathers[^1] ? "Út" : own[^1];
        string[] words = draw.OneIn(0.5) ? [.. fathers[..^1], given] : [fathers[0], .. own[1..^1], given];
        return father with { Number = numbers.Cccd(father.Number[..3], birth.Year, female: false, ref draw), Name = string.Join(' ', words), BirthDate = birth };
    }
}
