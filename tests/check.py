"""`make check`: all that must hold beside the tests. Each step runs; what failed is named at the end."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_TEXTS = Path(os.environ.get("SOURCE_TEXTS") or ROOT.parent / "shared" / "seeds")
PYTHON = [sys.executable, "-W", "ignore::SyntaxWarning"]
MANAGE = [*PYTHON, "manage.py"]
ROOMS = ("sources", "clusters", "exports", "interventions", "trainings", "kanpur_portal")
# As behind a proxy that ends TLS, which is what Django's advice on deployment is about.
DEPLOYED = {"HTTPS": "on", "ALLOWED_HOSTS": "portal.example", "EMAIL_URL": "smtp://mail.example"}

Step = tuple[str, list[str | Path], dict[str, str]]


def steps(folder: Path) -> tuple[list[Step], list[Step]]:
    """Two rows of steps that do not wait for each other: the types alone take as long as all the rest."""
    schema = folder / "openapi.yaml"
    templates = [
        path for path in (ROOT / "templates", *(ROOT / room for room in ROOMS)) if any(path.rglob("*.html"))
    ]
    types: list[Step] = [("types", [*PYTHON, "-m", "mypy", "--no-error-summary"], {})]
    others: list[Step] = [
        ("format", [*PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
        ("lint", [*PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
        ("templates", [*PYTHON, "-m", "djlint", "--lint", "--quiet", *templates], {}),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
        ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
        ("API schema", [*MANAGE, "spectacular", "--file", schema, "--validate", "--fail-on-warn"], {}),
        ("API schema is committed (make schema)", ["diff", "-u", "docs/openapi.yaml", schema], {}),
        ("migrate", [*MANAGE, "migrate", "--verbosity", "0"], {}),
        ("documents load", [*MANAGE, "load"], {}),
    ]
    if SOURCE_TEXTS.is_dir():
        others += [("every line of the documents", [*MANAGE, "sources", "check", "--text", SOURCE_TEXTS], {})]
    else:
        print(
            f"NOT CHECKED: every line of the documents, for they are not at {SOURCE_TEXTS} (set SOURCE_TEXTS)"
        )
    return types, others


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        # Neither a developer's data nor the environment may change what is checked.
        quiet = {"DATABASE_URL", "REDIS_URL", "DEBUG", "DEMO", "SECRET_KEY"}
        clean = {name: value for name, value in os.environ.items() if name not in quiet}
        clean["DATA_DIR"] = f"{folder}/data"
        failed = [name for names in pool.map(partial(failures, clean), steps(Path(folder))) for name in names]
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything holds.")
    return 1 if failed else 0


def failures(environment: dict[str, str], row: list[Step]) -> list[str]:
    """The names of the steps that failed; what each said stands together."""
    failed = []
    for name, command, own in row:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"== {name}\n{done.stdout}", end="", flush=True)
        failed += [name] if done.returncode else []
    return failed


if __name__ == "__main__":
    sys.exit(main())
