using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Campaign.Registry.Platform.Graph;

/// <summary>Pages of rows that Entity Framework maps: entities, or the rows of a select.</summary>
public static class PagedRows
{
    /// <summary>The rows of a page, newest first; whether there are more in its direction; and how many there are in all, if that is asked for.</summary>
    /// <param name="rows">All that may be seen, in any order.</param>
    /// <param name="place">The two columns that decide the order: an instant, and an id that no two rows share.</param>
    public static async Task<(List<T> Rows, bool More, int Total)> ReadAsync<T>(
        this Page page, IQueryable<T> rows, Expression<Func<T, Cursor>> place, bool withTotal, CancellationToken cancel)
    {
        var total = withTotal ? await rows.CountAsync(cancel) : 0;
        var (found, more) = page.Cut(await page.Window(rows, place).ToListAsync(cancel));
        return (found, more, total);
    }

    /// <summary>The rows of the page and one more, in the page's direction.</summary>
    internal static IQueryable<T> Window<T>(this Page page, IQueryable<T> rows, Expression<Func<T, Cursor>> place)
    {
        if (page.After is { } after)
        {
            rows = rows.Where(Compared(place, (at, id) => EF.Functions.LessThan(ValueTuple.Create(at, id), ValueTuple.Create(after.At, after.Id))));
        }

        if (page.Before is { } before)
        {
            rows = rows.Where(Compared(place, (at, id) => EF.Functions.GreaterThan(ValueTuple.Create(at, id), ValueTuple.Create(before.At, before.Id))));
        }

        var columns = ((NewExpression)place.Body).Arguments;
        var at = Expression.Lambda<Func<T, DateTimeOffset>>(columns[0], place.Parameters);
        var id = Expression.Lambda<Func<T, Guid>>(columns[1], place.Parameters);
        var ordered = page.Backwards ? rows.OrderBy(at).ThenBy(id) : rows.OrderByDescending(at).ThenByDescending(id);
        return ordered.Take(page.Size + 1);
    }

    private static Expression<Func<T, bool>> Compared<T>(Expression<Func<T, Cursor>> place, Expression<Func<DateTimeOffset, Guid, bool>> comparison) =>
        Expression.Lambda<Func<T, bool>>(
            new ReplacingExpressionVisitor(comparison.Parameters, ((NewExpression)place.Body).Arguments).Visit(comparison.Body), place.Parameters);
}
