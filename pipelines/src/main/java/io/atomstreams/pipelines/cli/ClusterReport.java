package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.deploy.cluster.ClusterProcess;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.Map;

/** How a local cluster is shown. */
final class ClusterReport {

  private static final JsonMapper JSON = new JsonMapper();

  private ClusterReport() {}

  static void text(LocalCluster cluster, PrintWriter out) {
    if (cluster.processes().isEmpty()) {
      out.println("  there is no cluster in " + cluster.directory());
      return;
    }
    for (ClusterProcess process : cluster.processes()) {
      out.printf(
          "  %-14s %-9s %s%n",
          process.name(),
          state(process),
          process
              .pid()
              .map(pid -> "process %d, %d MB".formatted(pid, process.residentBytes() >> 20))
              .orElse("log " + process.log()));
    }
    out.println("  Kafka          " + cluster.bootstrapServers());
    out.println("  web UI         " + cluster.webUrl());
    out.println("  directory      " + cluster.directory());
  }

  static String json(LocalCluster cluster) {
    ObjectNode report = JSON.createObjectNode();
    report.put("directory", cluster.directory().toString());
    ArrayNode processes = report.putArray("processes");
    if (cluster.processes().isEmpty()) {
      return report.toString();
    }
    Map<String, String> metrics = cluster.metricsUrls();
    for (ClusterProcess process : cluster.processes()) {
      ObjectNode one = processes.addObject();
      one.put("name", process.name()).put("state", state(process));
      process.pid().ifPresent(pid -> one.put("pid", pid));
      one.put("residentBytes", process.residentBytes());
      one.put("log", process.log().toString());
      if (metrics.containsKey(process.name())) {
        one.put("metrics", metrics.get(process.name()));
      }
    }
    report.put("bootstrapServers", cluster.bootstrapServers()).put("webUrl", cluster.webUrl());
    return report.toString();
  }

  private static String state(ClusterProcess process) {
    if (!process.isAlive()) {
      return "dead";
    }
    return process.isSuspended() ? "suspended" : "running";
  }
}
