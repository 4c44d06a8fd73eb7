using System.Runtime.InteropServices;

namespace Comm.Shared.Forms.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Text,
    Field,
    Name,
    Symbol,
    Unreadable,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, string Text, int Position);

/// <summary>Cuts an expression into tokens, one at a time. Never throws: what it cannot read is a token too.</summary>
internal sealed class Lexer(string source)
{
    private int _at;

    public Token Next()
    {
        while (_at < source.Length && source[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        int start = _at;
        if (start == source.Length)
        {
            return new Token(TokenKind.End, "", start);
        }

        char c = source[start];
        if (c is '\'' or '"')
        {
            return Quoted(c);
        }

        if (c == '$')
        {
            return FieldReference();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return Take(TokenKind.Number, i => char.IsAsciiDigit(i) || i == '.');
        }

        // As in XPath a hyphen is part of a name: "count-selected", and "a -b" needs its space.
        if (char.IsAsciiLetter(c))
        {
            return Take(TokenKind.Name, i => char.IsAsciiLetterOrDigit(i) || i is '-' or '_');
        }

        int length = c is '!' or '<' or '>' && Peek(1) == '=' ? 2 : 1;
        string symbol = source.Substring(start, length);
        _at += length;
        bool known = symbol is "(" or ")" or "," or "." or "=" or "!=" or "<" or "<=" or ">" or ">=" or "+" or "-" or "*";
        return new Token(known ? TokenKind.Symbol : TokenKind.Unreadable, symbol, start);
    }

    private Token Take(TokenKind kind, Func<char, bool> belongs)
    {
        int start = _at;
        while (_at < source.Length && belongs(source[_at]))
        {
            _at++;
        }

        return new Token(kind, source[start.._at], start);
    }

    private Token Quoted(char quote)
    {
        int start = _at;
        int end = source.IndexOf(quote, start + 1);
        if (end < 0)
        {
            _at = source.Length;
            return new Token(TokenKind.Unreadable, source[start..], start);
        }

        _at = end + 1;
        return new Token(TokenKind.Text, source[(start + 1)..end], start);
    }

    private Token FieldReference()
    {
        int start = _at;
        int end = Peek(1) == '{' ? source.IndexOf('}', start) : -1;
        string name = end < 0 ? "" : source[(start + 2)..end].Trim();
        _at = end < 0 ? source.Length : end + 1;
        return FormNames.IsName(name)
            ? new Token(TokenKind.Field, name, start)
            : new Token(TokenKind.Unreadable, source[start.._at], start);
    }

    private char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';
}
