package io.atomstreams.operators.feature;

import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks with JMH's own options; those of one feature with every aggregation there is. */
public final class FeatureBenchmarks {

  private FeatureBenchmarks() {}

  /** The arguments of {@code org.openjdk.jmh.Main}. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    Stream<String> names = Aggregations.ALL.stream().map(Aggregations.Entry::name);
    var unused =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .param("more", Stream.concat(Stream.of("none"), names).toArray(String[]::new))
                    .build())
            .run();
  }
}
