using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Department.Officers;

/// <summary>What was done to an account, in words; and the set-up code that came of it, which is shown this once and kept nowhere.</summary>
public sealed record AccountTold(Text Words, SetupCodeIssued? Issued = null);
