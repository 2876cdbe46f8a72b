package io.atomstreams.pipelines.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The chart's own values, in which the pipelines' files stand word for word. */
final class ValuesText {

  static final List<String> JOBS = List.of("scoring", "learning", "monitoring");
  static final Path FILE = Chart.DIRECTORY.resolve("values.yaml");

  private static final Path PIPELINES = Path.of("..", "flink-conf", "pipelines");
  private static final String INDENT = "      ";
  private static final String END = INDENT + "# to here\n";

  private ValuesText() {}

  /**
   * A pipeline as it is to stand in the values: that of {@code flink-conf}, but for the registry of
   * models, which there is a directory of the project and here one that is mounted.
   */
  static String pipelineFor(String job) {
    return read(PIPELINES.resolve(job + ".yaml"))
        .replaceAll("(?m)^( *models: )(testdata/models|models) ", "$1/opt/atom/models ");
  }

  /** The values with the pipelines as they are now. */
  static String upToDate() {
    String values = read(FILE);
    for (String job : JOBS) {
      String begin = INDENT + "# from here: flink-conf/pipelines/" + job + ".yaml\n";
      int from = values.indexOf(begin) + begin.length();
      int to = values.indexOf(END, from);
      if (from < begin.length() || to < 0) {
        throw new IllegalStateException(FILE + " lacks the marks of " + job);
      }
      values = values.substring(0, from) + indented(pipelineFor(job)) + values.substring(to);
    }
    return values;
  }

  private static String indented(String text) {
    return text.lines()
        .map(line -> line.isBlank() ? "\n" : INDENT + line + "\n")
        .collect(Collectors.joining());
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
