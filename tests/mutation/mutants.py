"""Mutants of one source file, all in one copy of it: a schema whose mutants are chosen when
it runs, by number. Knows C and C++ only as clang's syntax tree tells them.
"""

import collections
import json
import re
import subprocess

# What stands before a schema. Where the compiler evaluates, nothing is mutated.
PRELUDE = {".c": "extern int chosen_mutant;\n#define CHOSEN_(n) (chosen_mutant == (n))\n",
           ".cc": "#include <type_traits>\nextern \"C\" int chosen_mutant;\n"
                  "constexpr bool CHOSEN_(int n) {\n"
                  "  return !std::is_constant_evaluated() && chosen_mutant == n;\n}\n"}
BINARY = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
          "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"],
          "*": ["+"], "/": ["*"], "%": ["/"], "&": ["|"], "|": ["&"], "^": ["|"],
          "<<": [">>"], ">>": ["<<"], "+=": ["-="], "-=": ["+="], "*=": ["+="],
          "/=": ["*="], "|=": ["&="], "&=": ["|="], "^=": ["|="]}
OPERATORS = {"BinaryOperator", "CompoundAssignOperator", "CXXOperatorCallExpr",
             "CXXRewrittenBinaryOperator"}
COMPARES = {"<", "<=", ">", ">=", "==", "!=", "&&", "||"}
# What the compiler must evaluate, or what is never run.
STILL = {"ConstantExpr", "StaticAssertDecl", "TemplateArgument", "UnaryExprOrTypeTraitExpr",
         "EnumDecl"}
FUNCTIONS = {"FunctionDecl", "CXXMethodDecl", "CXXConstructorDecl"}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F']+|[0-9][0-9']*)([uUlL]*)$")
WHOLE = re.compile(r"(const )?(bool|int|unsigned int|long|unsigned long|u?int(8|16|32|64)_t|"
                   r"std::u?int(8|16|32|64)_t|std::size_t)$")

Mutant = collections.namedtuple("Mutant", "file function original mutated")
Site = collections.namedtuple("Site", "begin end texts function whole")


class Tree:
    """Walks clang's tree of one file; offsets into its bytes."""

    def __init__(self, path, command):
        self.path = str(path)
        self.text = path.read_bytes()
        self.sites = {}
        self.file = None
        for tree in self.documents(command):
            self.file = None
            self.walk(tree, None)

    def documents(self, command):
        dump = subprocess.run([*command, "-fsyntax-only", "-w", "-Xclang", "-ast-dump=json"]
                              + (["-Xclang", "-ast-dump-filter=homeostat"]
                                 if self.path.endswith(".cc") else []),
                              check=True, stdout=subprocess.PIPE, text=True).stdout
        decoder, at = json.JSONDecoder(), 0
        while (at := dump.find("{", at)) >= 0:
            tree, at = decoder.raw_decode(dump, at)
            yield tree

    def place(self, place):
        """(offset, length of its token, whether it is here, whether a macro made it).
        A place says its file only where that differs from the one before it."""
        made = "expansionLoc" in place
        for part in ([place["spellingLoc"], place["expansionLoc"]] if made else [place]):
            self.file = part.get("file", self.file)
        if made:
            place = place["expansionLoc"]
        return (place.get("offset"), place.get("tokLen", 0), self.file == self.path, made)

    def span(self, node):
        """Where a node is written; None where that is not in this file."""
        if "loc" in node:
            self.place(node["loc"])
        if "range" not in node:
            return None
        begin, end = self.place(node["range"]["begin"]), self.place(node["range"]["end"])
        if begin[0] is None or end[0] is None or not (begin[2] and end[2]):
            return None
        last = end[0] + end[1]
        if end[3] and (arguments := re.match(rb"\s*\(", self.text[last:])):
            last = self.closing(last + arguments.end())
        return (begin[0], last)

    def closing(self, at):
        depth = 1
        while depth:
            depth += {40: 1, 41: -1}.get(self.text[at], 0)
            at += 1
        return at

    def walk(self, node, function):
        """Visits in the order of the dump: places lean on those before them."""
        kind = node.get("kind", "")
        span = self.span(node)
        if kind in FUNCTIONS:
            function = node.get("name", function)
            if node.get("isImplicit") or node.get("explicitlyDefaulted"):
                function = None
        still = (kind in STILL or kind == "VarDecl" and
                 (node.get("constexpr") or node.get("storageClass") == "static"))
        children = []
        for child in node.get("inner", []):
            if child:
                children.append(self.walk(child, None if still else function))
        if span and function and not still:
            self.visit(kind, node, span, children, function)
        return (kind, span, children, node)

    def at(self, span):
        return self.text[span[0]:span[1]].decode()

    def add(self, span, texts, function, whole=False):
        old = self.sites.get(span, Site(*span, [], function, False))
        new = old.texts + [text for text in texts if text not in old.texts]
        self.sites[span] = Site(*span, new, function, whole or old.whole)

    def operands(self, kind, children):
        if kind == "CXXRewrittenBinaryOperator":
            inner = first(children, "CXXOperatorCallExpr")
            kind, children = "CXXOperatorCallExpr", inner[2] if inner else []
        if kind == "CXXOperatorCallExpr":
            children = children[1:]
        spans = sorted(child[1] for child in children if child[1])
        return spans if len(spans) == 2 == len(children) else None

    def visit(self, kind, node, span, children, function):
        if kind in OPERATORS and "dependent" not in node.get("type", {}).get("qualType", ""):
            self.binary(kind, span, children, function)
        elif kind == "UnaryOperator":
            self.unary(node, span, children, function)
        elif kind == "IntegerLiteral" and (number := INTEGER.match(self.at(span))):
            value = int(number[1].replace("'", ""), 0)
            near = [value + 1] + ([value - 1] if value > 0 else [])
            self.add(span, [f"{one}{number[2]}" for one in near], function)
        elif kind == "CXXBoolLiteralExpr" and self.at(span) in ("true", "false"):
            self.add(span, ["false" if self.at(span) == "true" else "true"], function)
        elif kind == "ConditionalOperator" and len(children) == 3:
            if all(child[1] for child in children):
                cond, yes, no = (self.at(child[1]) for child in children)
                self.add(span, [f"{cond} ? {no} : {yes}"], function)
                self.keep_bound(children[0], {yes, no})
        elif kind == "IfStmt":
            self.condition(children, function)
        elif kind == "ReturnStmt":
            self.returned(children, function)
        elif kind in ("BreakStmt", "ContinueStmt"):
            self.add(span, [""], function)
        if kind == "CompoundStmt":
            for child in children:
                self.statement(child, function)

    def binary(self, kind, span, children, function):
        spans = self.operands(kind, children)
        if not spans or spans[0][1] > spans[1][0] or (spans[0][0], spans[1][1]) != span:
            return
        left, right = self.at(spans[0]), self.at(spans[1])
        between = self.text[spans[0][1]:spans[1][0]].decode()
        operator = between.strip()
        if kind.startswith("CXX") and not self.has_other(operator, children):
            return
        texts = [f"{left} {other} {right}" for other in BINARY.get(operator, [])]
        if operator in ("&&", "||"):
            texts += [left, right]
        if texts:
            self.add(span, texts, function)

    @staticmethod
    def has_other(operator, children):
        """Whether a class that has this operator has the other one too: two points in time
        have a difference and no sum."""
        return operator in COMPARES or operator == "+" or (
            operator == "-" and "Instant" not in typed(children[-1]))

    def unary(self, node, span, children, function):
        operator = node.get("opcode")
        text = self.at(span)
        if operator in ("!", "-", "~") and re.match(rf"\{operator}(?!=)", text) and children[0][1]:
            self.add(span, [self.at(children[0][1])], function)
        if operator in ("++", "--") and operator in text:
            self.add(span, [text.replace(operator, {"++": "--", "--": "++"}[operator])], function)

    def keep_bound(self, cond, ends):
        """Of `a < b ? a : b` the bound is no mutant: where both are equal, so is the choice."""
        kind, span, children, _ = plain(cond)
        spans = self.operands(kind, children) if kind in OPERATORS else None
        site = self.sites.get(span)
        if spans and site and {self.at(one) for one in spans} == ends:
            operator = self.text[spans[0][1]:spans[1][0]].decode().strip()
            equal = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}.get(operator)
            same = f"{self.at(spans[0])} {equal} {self.at(spans[1])}"
            self.sites[span] = site._replace(texts=[one for one in site.texts if one != same])

    def condition(self, children, function):
        if children and children[0][1] and not self.compares(children[0]):
            self.add(children[0][1], [f"!({self.at(children[0][1])})"], function)

    def compares(self, child):
        kind, _, children, _ = plain(child)
        spans = self.operands(kind, children) if kind in OPERATORS else None
        return spans and self.text[spans[0][1]:spans[1][0]].decode().strip() in COMPARES

    def returned(self, children, function):
        if not children or not children[0][1] or self.compares(children[0]):
            return
        bare = plain(children[0])
        kind, name = bare[0], typed(bare)
        if kind in ("IntegerLiteral", "CXXBoolLiteralExpr") or not WHOLE.match(name):
            return
        self.add(children[0][1], ["false", "true"] if name == "bool" else ["0"], function)

    def statement(self, child, function):
        kind, _, _, node = plain(child)
        called = kind.endswith("CallExpr") or "Assign" in kind or kind == "UnaryOperator" or \
            kind == "BinaryOperator" and node.get("opcode") == "="
        if called and child[1] and not self.at(child[1]).startswith("(void)"):
            self.add(child[1], ["(void)0"], function, whole=True)


def typed(child):
    return child[3].get("type", {}).get("qualType", "")


def plain(child):
    """Without what the compiler wraps around an expression."""
    while child[0] in ("ImplicitCastExpr", "ExprWithCleanups", "ParenExpr", "CXXBindTemporaryExpr",
                       "MaterializeTemporaryExpr", "CXXConstructExpr") and len(child[2]) == 1:
        child = child[2][0]
    return child


def first(children, kind):
    for child in children:
        found = child if child[0] == kind else first(child[2], kind)
        if found:
            return found
    return None


class Schema:
    """One file's text with every mutant in it, numbered from `number`."""

    def __init__(self, path, name, command, number):
        self.tree = Tree(path, command)
        self.name = name
        self.number = number
        self.mutants = []
        self.edits = []  # of the file itself: begin, end, and what stands there instead
        self.sites = sorted(self.tree.sites.values(), key=lambda site: (site.begin, -site.end))
        suffix = path.suffix
        self.text = PRELUDE[suffix] + f'#line 1 "{name}"\n' + self.render(0, len(self.tree.text))

    def render(self, begin, end):
        """Text of a span; sites that begin in it are taken from the front of the list."""
        text, at = "", begin
        while self.sites and self.sites[0].end <= end:
            site = self.sites.pop(0)
            if not site.texts or site.begin < at:
                continue  # crosses the one before it: written by a macro
            text += self.tree.at((at, site.begin)) + self.choice(site)
            at = site.end
        return text + self.tree.at((at, end))

    def choice(self, site):
        numbers = [self.note(site, other) for other in site.texts]
        inner = self.render(site.begin, site.end)
        if site.texts == [""]:
            return f"{{ if (!CHOSEN_({numbers[0]})) {inner}; }}"
        cast = "(void)" if site.whole else ""
        for number, other in zip(numbers, site.texts):
            inner = f"CHOSEN_({number}) ? {cast}({other}) : {cast}({inner})"
            cast = cast and "(void)"
        return f"({inner})"

    def note(self, site, other):
        text = self.tree.text
        begin = text.rfind(b"\n", 0, site.begin) + 1
        end = text.find(b"\n", site.end)
        lines = [words(text[begin:end]),
                 words(text[begin:site.begin] + other.encode() + text[site.end:end])]
        self.mutants.append(Mutant(self.name, site.function, *lines))
        self.edits.append((site.begin, site.end, other))
        return self.number + len(self.mutants) - 1


def words(text):
    return " ".join(text.decode().split())
