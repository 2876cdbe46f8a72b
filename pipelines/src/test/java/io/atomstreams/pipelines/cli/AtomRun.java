package io.atomstreams.pipelines.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a run of the command printed and answered. */
record AtomRun(int exitCode, String out, String err) {

  static AtomRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = execute(out, err, arguments);
    return new AtomRun(exitCode, out.toString(), err.toString());
  }

  /** Runs and lets others read along. */
  static int execute(StringWriter out, StringWriter err, String... arguments) {
    CommandLine line = Atom.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
