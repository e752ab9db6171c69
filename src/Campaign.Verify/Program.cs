using System.CommandLine;
using Campaign.Verify;

var answer = new Argument<FileInfo>("answer") { Description = "What recordIssuance, switchProvider or replaceCertificate answered, as JSON." };
var keys = new Option<FileInfo>("--keys") { Description = "What GET /journal/keys answered.", Required = true };
var receipt = new Command("receipt", "Check that a receipt was signed by the registry, over the record that it came with.") { answer, keys };
receipt.SetAction(parsed =>
{
    var verdict = ReceiptCheck.Judge(File.ReadAllText(parsed.GetRequiredValue(answer).FullName), File.ReadAllText(parsed.GetRequiredValue(keys).FullName));
    (verdict.Holds ? Console.Out : Console.Error).WriteLine(verdict.Explanation);
    return verdict.Holds ? 0 : 1;
});

return new RootCommand("Checks what the campaign registry has signed, with no access to it and none of its code.") { receipt }.Parse(args).Invoke();
