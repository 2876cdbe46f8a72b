package io.atomstreams.model.engine;

import io.atomstreams.model.ModelEngine;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks with JMH's own options; {@link EngineBenchmark} with every engine there is. */
public final class EngineBenchmarks {

  private EngineBenchmarks() {}

  /** The arguments of {@code org.openjdk.jmh.Main}. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    CommandLineOptions options = new CommandLineOptions(arguments);
    OptionsBuilder all = new OptionsBuilder();
    all.parent(options);
    if (!options.getParameter("engine").hasValue()) {
      all.param(
          "engine",
          Engines.all().stream()
              .map(ModelEngine::name)
              .filter(engine -> EngineFixtures.of(engine).isHere())
              .toArray(String[]::new));
    }
    var unused = new Runner(all.build()).run();
  }
}
