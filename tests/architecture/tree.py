"""The project's own text files, wherever they were checked out."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("safety", "biomarkers", "controller", "models", "clinical_configs", "sim", "hil",
         "tests")
CORE = ("safety", "biomarkers", "controller")
CODE = (".h", ".cc", ".c")
SCRIPTS = (".py", ".sh", ".cmake", ".txt", ".ts", ".js", ".css")


def files(*folders, suffixes=None, root=ROOT):
    """Files under `folders`, in a stable order; no build, no hidden folder but .ci."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root).parts
            skipped = any(part in ("build", "node_modules", "__pycache__") for part in inside)
            if path.is_file() and not skipped and (not suffixes or path.suffix in suffixes):
                yield path


def every_text(root=ROOT):
    """Every file that people read: rooms, .ci, and what lies at the root."""
    yield from files(*ROOMS, ".ci", root=root)
    yield from sorted(path for path in root.iterdir()
                      if path.is_file() and path.name != ".git")  # a worktree's is a file
