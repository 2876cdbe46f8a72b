package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.pipelines.deploy.Distribution;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** The commands of a cluster's processes, with memory as Flink itself computes it. */
final class Commands {

  private static final String MODEL_CACHE = "atom.models.cache";

  private final ClusterDirectory directory;
  private final Distribution distribution;
  private final Configuration configuration;

  Commands(ClusterDirectory directory, Distribution distribution, Configuration configuration) {
    this.directory = directory;
    this.distribution = distribution;
    this.configuration = configuration;
  }

  ProcessCommand jobManager(String name, int webPort, int metricsPort) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = new ArrayList<>(List.of("--configDir", directory.conf().toString()));
    arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.addAll(List.of("-D", "rest.port=" + webPort, "-D", "rest.bind-port=" + webPort));
    arguments.addAll(metrics(metricsPort));
    arguments.addAll(
        List.of(
            "-D",
            JobManagerOptions.ADDRESS.key() + "=" + configuration.get(JobManagerOptions.ADDRESS)));
    return flink(
        name,
        words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration)),
        StandaloneSessionClusterEntrypoint.class,
        arguments);
  }

  ProcessCommand taskManager(String name, int metricsPort) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = new ArrayList<>(List.of("--configDir", directory.conf().toString()));
    arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.addAll(List.of("-D", "taskmanager.resource-id=" + name));
    arguments.addAll(metrics(metricsPort));
    return flink(
        name,
        words(ProcessMemoryUtils.generateJvmParametersStr(memory)),
        TaskManagerRunner.class,
        arguments);
  }

  /** ZooKeeper as it comes with Flink. */
  ProcessCommand zooKeeper(String name) {
    return flink(
        name,
        List.of("-Xmx128m"),
        FlinkZooKeeperQuorumPeer.class,
        List.of(
            "--zkConfigFile",
            directory.conf().resolve("zookeeper.cfg").toString(),
            "--peerId",
            "1"));
  }

  /** A broker, on this JVM's class path: Flink's has no broker. */
  ProcessCommand kafka(String name) {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> jvm = new ArrayList<>(List.of("-Xms128m", "-Xmx512m", "-XX:+UseParallelGC"));
    jvm.addAll(logging(name));
    return new ProcessCommand(
        name,
        jvm,
        classPath,
        KafkaProcess.class.getName(),
        List.of(
            directory.data(name).resolve("log").toString(),
            directory.conf().resolve("kafka.properties").toString()));
  }

  private ProcessCommand flink(
      String name, List<String> memory, Class<?> main, List<String> arguments) {
    List<String> jvm = new ArrayList<>(memory);
    jvm.addAll(
        List.of(
            "-XX:+UseParallelGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true"));
    String cache = System.getProperty(MODEL_CACHE);
    if (cache != null) {
      jvm.add("-D" + MODEL_CACHE + "=" + cache);
    }
    jvm.addAll(logging(name));
    return new ProcessCommand(name, jvm, distribution.flinkClassPath(), main.getName(), arguments);
  }

  /** The web UI shows {@code log.file}. */
  private List<String> logging(String name) {
    Path logs = directory.logs(name);
    return List.of(
        "-Dlog4j.configurationFile=" + directory.conf().resolve("log4j2.properties"),
        "-Datom.logs=" + logs,
        "-Dlog.file=" + logs.resolve("atom.log"));
  }

  private static List<String> metrics(int port) {
    return List.of("-D", "metrics.reporter.prometheus.port=" + port);
  }

  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : List.of(line.trim().split("\\s+", -1));
  }
}
