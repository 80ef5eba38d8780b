"""`orogen completion`: what a shell must know to complete orogen's commands."""

from __future__ import annotations

import click

# As click's own script, except for words with colons (profile::web::children): bash takes them apart at each colon, so
# the line itself is handed over, and what the shell has already taken off is cut from the answers.
_BASH = """\
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} type value word cut=
    word=${line##*[[:space:]]}
    [[ -z $word ]] && line+=\"''\"
    [[ $word == *:* && $COMP_WORDBREAKS == *:* ]] && cut=${word%%\"${word##*:}\"}
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=(\"${value#\"$cut\"}\") ;;
        esac
    done < <(COMP_WORDS=$line COMP_CWORD=-1 %(complete_var)s=bash_complete \"$1\" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script with which a shell completes commands, options, files, rules, nodes and Hiera keys.

    \b
    bash: eval "$(orogen completion bash)" in ~/.bashrc; bash 4.4 or newer
    zsh:  eval "$(orogen completion zsh)" in ~/.zshrc, after compinit
    fish: orogen completion fish > ~/.config/fish/completions/orogen.fish
    """
    from click.shell_completion import FishComplete, ZshComplete

    from orogen.cli.group import orogen

    script = (FishComplete if shell == "fish" else ZshComplete)(orogen, {}, "orogen", "_OROGEN_COMPLETE")
    click.echo(_BASH % script.source_vars() if shell == "bash" else script.source(), nl=False)
