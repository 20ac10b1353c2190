"""Which predicates the conclusion of a question of WP's speaks of, itself or by definition.

What a predicate that it does not speak of means is of no use to most proofs, and opening
it costs the prover its way: a frame goal of a minute takes two seconds without.
"""

import re

TOKEN = re.compile(r"\(|\)|[^\s()]+")
NAME = re.compile(r"[PL]_\w+")
QUESTION = ";; Goal wp_goal\n"


def read(text):
    """The first term of the text, as lists of lists and words."""
    stack = [[]]
    for token in TOKEN.findall(text):
        if token == "(":
            stack.append([])
        elif token == ")":
            stack[-2].append(stack.pop())
            if len(stack) == 1:
                return stack[0][0]
        else:
            stack[-1].append(token)
    raise ValueError("a term does not end")


def words(term):
    if isinstance(term, str):
        yield term
    else:
        for part in term:
            yield from words(part)


def concluded(question):
    """The words of what is to be shown, abbreviations spelled out."""
    term, named = read(question[question.index(QUESTION) + len(QUESTION):]), {}
    while isinstance(term, list) and term[0] in ("assert", "not", "forall", "let", "=>"):
        if term[0] == "let":
            named.update(term[1])
        term = term[-1]
    seen, todo = set(), list(words(term))
    while todo:
        word = todo.pop()
        if word not in seen:
            seen.add(word)
            todo += words(named.get(word, []))
    return seen


def spoken_of(question, definitions):
    """Names among the definitions (name: text) that what is to be shown depends on."""
    found, todo = set(), [word for word in concluded(question) if word in definitions]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [word for word in NAME.findall(definitions[name]) if word in definitions]
    return found
