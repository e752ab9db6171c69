using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Campaign.SignIn.People;

/// <summary>
/// What makes a password good enough, and how it is kept. At least 12 characters and at most 256 (any, spaces too; nothing is cut, nothing must be mixed); not one of the
/// commonest, not a word of this place, not the user name, not one character repeated (NIST SP 800-63B-4 §3.1.1, OWASP ASVS 5.0 V6.2). Kept as PBKDF2-HMAC-SHA-512
/// with 210,000 rounds and a salt of its own. An unknown user name costs the same work as a known one.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int MinLength = 12;
    public const int MaxLength = 256;
    private const int Rounds = 210_000;

    /// <summary>The demo's passwords are known to everybody; many rounds would protect nothing and delay each start.</summary>
    private const int DemoRounds = 1_000;

    /// <summary>Of those with 12 characters or more, or that grow to it by repetition: what guessers try first.</summary>
    private static readonly string[] Commonest =
    [
        "password", "matkhau", "123456", "1234567890", "12345678910", "0123456789", "qwertyuiop", "qwerty", "iloveyou", "anhyeuem", "emyeuanh", "adminadmin",
        "administrator", "welcome", "letmein", "changeme", "abcdefghijkl", "abc123", "abcd1234", "qazwsxedc", "1q2w3e4r", "1qaz2wsx", "zxcvbnm", "passw0rd", "p@ssw0rd",
        "vietnam", "hochiminh", "trustno1", "football", "superman", "princess", "sunshine", "dragon", "monkey", "khongcogi", "secret",
    ];

    private static readonly string[] Context = ["campaign", "registry", "chukyso", "chungthuso", "thuathienhue", "sokhoahoccongnghe", "cancuoccongdan", "digitalsignature"];

    private static readonly PasswordHasher<Account> Hasher = Of(Rounds);
    private static readonly PasswordHasher<Account> DemoHasher = Of(DemoRounds);
    private static readonly Account Nobody = new(Guid.Empty, "", AccountKind.Staff, null, null, null, null, DateTimeOffset.MinValue, null);
    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>Hashing is what a stranger can make the host do: no more at once than it has cores.</summary>
    private readonly SemaphoreSlim atOnce = new(Environment.ProcessorCount);

    public void Dispose() => atOnce.Dispose();

    /// <summary>Why a new password is not good enough; null when it is.</summary>
    public static Text? Fault(string? password, string userName)
    {
        if (password is null || password.EnumerateRunes().Count() < MinLength)
        {
            return new($"Mật khẩu phải có ít nhất {MinLength} ký tự. Một câu ngắn dễ nhớ là tốt nhất.", $"The password needs at least {MinLength} characters. A short sentence is best.");
        }

        if (password.Length > MaxLength)
        {
            return new($"Mật khẩu dài quá {MaxLength} ký tự.", $"The password is longer than {MaxLength} characters.");
        }

        var plain = new string([.. password.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        var common = Commonest.Concat(Context).Append(new string([.. userName.Where(char.IsLetterOrDigit)])).Where(word => word.Length > 0);
        return plain.Distinct().Count() < 4 || common.Any(word => OnlyOf(plain, word))
            ? new("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác.", "This password is too easy to guess. Choose another.")
            : null;
    }

    public async Task<string> HashAsync(string password, CancellationToken cancel)
    {
        await atOnce.WaitAsync(cancel);
        try
        {
            return Hasher.HashPassword(Nobody, password);
        }
        finally
        {
            atOnce.Release();
        }
    }

    public static string HashForDemo(string password) => DemoHasher.HashPassword(Nobody, password);

    /// <summary>Whether this is the account's password. Null, or an account without a password, is answered no after the same work.</summary>
    public async Task<bool> FitAsync(Account? account, string password, CancellationToken cancel)
    {
        await atOnce.WaitAsync(cancel);
        try
        {
            var fits = Hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? NobodysHash.Value, password.Length <= MaxLength ? password : "")
                != PasswordVerificationResult.Failed;
            return fits && account?.PasswordHash is not null && password.Length is > 0 and <= MaxLength;
        }
        finally
        {
            atOnce.Release();
        }
    }

    /// <summary>The word itself, repeated, or with at most four more digits around it.</summary>
    private static bool OnlyOf(string password, string word)
    {
        var rest = password.Replace(word, "", StringComparison.Ordinal);
        return rest.Length < password.Length && rest.Length <= 4 && rest.All(char.IsDigit);
    }

    private static PasswordHasher<Account> Of(int rounds) => new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
}
