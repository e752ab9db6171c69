using Campaign.Host.Graph;
using Campaign.Registry.Platform.Graph;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>documents FOLDER</c>: what a provider hands in is held against the schema and the limits of a request, each operation of each file. Prints each file's id; exit
/// code 1 when any does not fit.
/// </summary>
internal static class DocumentsCommand
{
    public static async Task<int> RunAsync(string folder, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        var documents = TrustedDocuments.Read(folder);
        var schema = SchemaPrinter.Make();
        var faults = 0;
        foreach (var (id, text) in documents.ById)
        {
            var found = await FaultsOfAsync(schema, text, cancel);
            await output.WriteLineAsync($"{id}  {NamesOf(text)}");
            foreach (var fault in found)
            {
                faults++;
                await errors.WriteLineAsync($"campaign: {id}: {fault}");
            }
        }

        await output.WriteLineAsync($"{documents.ById.Count} documents, {faults} faults");
        return faults == 0 ? 0 : CommandLine.Failed;
    }

    private static async Task<List<string>> FaultsOfAsync(GraphQL.Types.ISchema schema, string text, CancellationToken cancel)
    {
        try
        {
            var document = GraphQLParser.Parser.Parse(text);
            RequestLimits.CountTokens(text);
            var faults = new List<string>();
            foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
            {
                RequestLimits.Measure(document, operation, null);
                var result = await new DocumentValidator().ValidateAsync(new ValidationOptions
                {
                    Schema = schema,
                    Document = document,
                    Operation = operation,
                    Rules = DocumentValidator.CoreRules,
                    CancellationToken = cancel,
                });
                faults.AddRange(result.Errors.Where(e => e is not InvalidVariableError).Select(e => e.Message));
            }

            return faults is [] && !document.Definitions.OfType<GraphQLOperationDefinition>().Any() ? ["It has no operation."] : faults;
        }
        catch (Exception e) when (e is GraphQLParserException or BadRequestError)
        {
            return [e.Message];
        }
    }

    private static string NamesOf(string text)
    {
        try
        {
            return string.Join(", ", GraphQLParser.Parser.Parse(text).Definitions.OfType<GraphQLOperationDefinition>().Select(o => o.Name?.StringValue ?? "(unnamed)"));
        }
        catch (GraphQLParserException)
        {
            return "(unreadable)";
        }
    }
}
