using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

public enum ExpressionWordKind
{
    /// <summary>The name of a function, before its bracket.</summary>
    Function,

    /// <summary>A field, as <c>${name}</c>; the word's name is without the signs.</summary>
    Field,

    /// <summary>A name without a sign: in a choice filter, an attribute of the choice.</summary>
    Attribute,
}

/// <param name="Kind">What it names.</param>
/// <param name="Name">Without signs.</param>
/// <param name="Position">Where it begins in the text, from 0.</param>
/// <param name="Length">With its signs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExpressionWord(ExpressionWordKind Kind, string Name, int Position, int Length);

/// <summary>The names in an expression, for whoever writes it in another dialect. Says nothing about whether the expression is right.</summary>
public static class ExpressionWords
{
    public static ImmutableArray<ExpressionWord> Of(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var words = ImmutableArray.CreateBuilder<ExpressionWord>();
        var lexer = new Lexer(expression);
        Token token = lexer.Next();
        while (token.Kind != TokenKind.End)
        {
            Token next = lexer.Next();
            if (token.Kind == TokenKind.Field)
            {
                int end = expression.IndexOf('}', token.Position) + 1;
                words.Add(new ExpressionWord(ExpressionWordKind.Field, token.Text, token.Position, end - token.Position));
            }
            else if (token.Kind == TokenKind.Name)
            {
                bool calls = next is { Kind: TokenKind.Symbol, Text: "(" };
                if (calls || token.Text is not ("and" or "or" or "div" or "mod"))
                {
                    ExpressionWordKind kind = calls ? ExpressionWordKind.Function : ExpressionWordKind.Attribute;
                    words.Add(new ExpressionWord(kind, token.Text, token.Position, token.Text.Length));
                }
            }

            token = next;
        }

        return words.ToImmutable();
    }
}
