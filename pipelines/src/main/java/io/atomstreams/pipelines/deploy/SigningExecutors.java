package io.atomstreams.pipelines.deploy;

import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;

/**
 * Executors that know how this client signs in at the REST interface. What they execute was defined
 * without: the settings of a job's definition become part of its graph, those of an executor do
 * not.
 */
final class SigningExecutors implements PipelineExecutorServiceLoader {

  private static final String TLS = "security.ssl.";
  private static final String INTERNAL = "security.ssl.internal.";

  private final PipelineExecutorServiceLoader executors;
  private final Configuration signIn = new Configuration();

  /**
   * @param settings of which those for REST are taken; Flink reads the ones without {@code rest} in
   *     their place where these are absent
   */
  SigningExecutors(PipelineExecutorServiceLoader executors, Configuration settings) {
    this.executors = executors;
    settings
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(TLS) && !key.startsWith(INTERNAL)) {
                signIn.setString(key, value);
              }
            });
  }

  @Override
  public PipelineExecutorFactory getExecutorFactory(Configuration configuration) throws Exception {
    return new Factory(executors.getExecutorFactory(configuration), signIn);
  }

  @Override
  public Stream<String> getExecutorNames() {
    return executors.getExecutorNames();
  }

  private record Factory(PipelineExecutorFactory factory, Configuration signIn)
      implements PipelineExecutorFactory {

    @Override
    public String getName() {
      return factory.getName();
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
      return factory.isCompatibleWith(configuration);
    }

    @Override
    public PipelineExecutor getExecutor(Configuration configuration) {
      PipelineExecutor executor = factory.getExecutor(configuration);
      return (pipeline, settings, classes) -> {
        Configuration signing = new Configuration(settings);
        signing.addAll(signIn);
        return executor.execute(pipeline, signing, classes);
      };
    }
  }
}
