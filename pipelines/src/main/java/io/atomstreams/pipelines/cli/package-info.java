/**
 * The command {@code atom}: one class a subcommand, which reads its options, calls the package that
 * does the work, prints, and answers with an exit code. Read {@link
 * io.atomstreams.pipelines.cli.Atom} first. Nothing may import this package.
 */
package io.atomstreams.pipelines.cli;
