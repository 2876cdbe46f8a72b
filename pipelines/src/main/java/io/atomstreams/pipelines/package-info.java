/**
 * The jobs and everything around them: topologies, connectors, configuration and the command line.
 */
package io.atomstreams.pipelines;
