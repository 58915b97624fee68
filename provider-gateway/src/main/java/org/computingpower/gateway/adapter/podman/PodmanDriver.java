package org.computingpower.gateway.adapter.podman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.computingpower.gateway.application.orders.OrderData;
import org.computingpower.gateway.application.orders.WorkloadDriver;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.domain.workload.WorkloadSpec;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Volume;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * Applications as Podman pods: one pod and one network per order, named after node and order. Everything that must be known
 * after a restart of the gateway stands in the pod's labels.
 */
public final class PodmanDriver implements WorkloadDriver, AutoCloseable {
    static final String NODE = "org.computingpower.node";
    static final String ORDER = "org.computingpower.order";
    static final String GENERATION = "org.computingpower.generation";
    static final String PORT = "org.computingpower.port";
    static final String PROBES = "org.computingpower.probes";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(1);
    private static final int NOT_FOUND = 404;
    private static final int MAX_LOG_LINES = 1_000;

    private final NodeId nodeId;
    private final LibpodClient libpod;
    private final OrderNetwork networks;
    private final PodText text;
    private final ObjectMapper json;
    private final Prober prober = new Prober();
    private final PodCpus cpus = new PodCpus(Path.of("/sys/fs/cgroup"));
    private final OrderData data;
    private final Duration applyTimeout;
    private final Map<OrderId, InetSocketAddress> endpoints = new ConcurrentHashMap<>();
    private final Map<OrderId, Status> lastStatus = new ConcurrentHashMap<>();
    private final Set<OrderId> pausing = ConcurrentHashMap.newKeySet();

    /**
     * A driver for one node.
     *
     * @param command the program
     * @param runtime OCI runtime
     * @param folder configuration and log of the Podman service
     */
    public PodmanDriver(
            NodeId nodeId,
            String command,
            String runtime,
            Path folder,
            Duration applyTimeout,
            OrderData data,
            ObjectMapper json) {
        this.nodeId = nodeId;
        this.libpod = new LibpodClient(new PodmanService(command, runtime, folder), json);
        this.networks = new OrderNetwork(libpod, json, RandomGenerator.getDefault());
        this.text = new PodText(json);
        this.json = json;
        this.data = data;
        this.applyTimeout = applyTimeout;
    }

    @Override
    public Plan plan(OrderId orderId, long generation, WorkloadSpec spec, Optional<CpuSet> onlyCpus) {
        Map<String, String> labels = new LinkedHashMap<>(labels(orderId));
        labels.put(GENERATION, Long.toString(generation));
        labels.put(PROBES, PodText.probes(spec));
        spec.port().ifPresent(port -> labels.put(PORT, Integer.toString(port)));
        String manifest = text.write(name(orderId), labels, spec, data.folder(orderId), data.configFolder(orderId));
        return new Plan(orderId, generation, spec, onlyCpus, manifest);
    }

    @Override
    public void apply(Plan plan) throws IOException, InterruptedException {
        OrderId orderId = plan.orderId();
        String name = name(orderId);
        removePod(orderId);
        writeConfig(plan);
        networks.ensure(name, labels(orderId));
        try {
            LibpodClient.Answer answer = libpod.send(
                    "POST",
                    "/play/kube?start=" + plan.onlyCpus().isEmpty() + "&network=" + name,
                    plan.manifest().getBytes(StandardCharsets.UTF_8),
                    applyTimeout);
            if (!answer.isOk()) {
                throw libpod.failure("/play/kube", answer);
            }
            for (JsonNode pod : json.readTree(answer.body().toArray()).path("Pods")) {
                if (!pod.path("ContainerErrors").isEmpty()) {
                    throw new IOException("Containers do not start: " + pod.path("ContainerErrors"));
                }
            }
            if (plan.onlyCpus().isPresent()) {
                startOn(name, plan.onlyCpus().get());
            }
        } catch (IOException e) {
            // A failed play leaves a pod in state Created behind.
            removePod(orderId);
            throw e;
        }
    }

    private void startOn(String name, CpuSet onlyCpus) throws IOException {
        JsonNode pod = libpod.getJson("/pods/" + name + "/json", TIMEOUT);
        cpus.confine(pod.path("CgroupPath").asText(), onlyCpus);
        LibpodClient.Answer started = libpod.send("POST", "/pods/" + name + "/start", new byte[0], applyTimeout);
        if (!started.isOk()) {
            throw libpod.failure("/pods/start", started);
        }
    }

    private void writeConfig(Plan plan) throws IOException {
        Path folder = data.configFolder(plan.orderId());
        for (Volume volume : plan.spec().volumes()) {
            if (volume instanceof Volume.Files files) {
                Path target = Files.createDirectories(folder.resolve(files.name()));
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                for (Map.Entry<String, Blob> file : files.files().entrySet()) {
                    Path path = target.resolve(file.getKey());
                    Files.write(path, file.getValue().toArray());
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }

    @Override
    public Status status(OrderId orderId) throws IOException, InterruptedException {
        LibpodClient.Answer answer = libpod.get("/pods/" + name(orderId) + "/json", TIMEOUT);
        if (answer.status() == NOT_FOUND) {
            endpoints.remove(orderId);
            return new Status(0, false, "nothing runs");
        }
        if (!answer.isOk()) {
            throw libpod.failure("/pods", answer);
        }
        JsonNode pod = json.readTree(answer.body().toArray());
        long generation = pod.path("Labels").path(GENERATION).asLong();
        boolean paused = false;
        for (JsonNode container : pod.path("Containers")) {
            String state = container.path("State").asText();
            paused |= state.equals("paused");
            if (!state.equals("running") && !state.equals("paused")) {
                return new Status(generation, false, container.path("Name").asText() + " is " + state);
            }
        }
        if (paused) {
            return whilePaused(orderId, generation);
        }
        Status status = probe(orderId, generation, pod);
        lastStatus.put(orderId, status);
        return status;
    }

    /** A round pauses; a gateway that was killed in a round leaves a pause that nobody else ends. */
    private Status whilePaused(OrderId orderId, long generation) throws IOException {
        if (!pausing.contains(orderId)) {
            post(orderId, "unpause");
        }
        return lastStatus.getOrDefault(orderId, new Status(generation, false, "paused for a round"));
    }

    private Status probe(OrderId orderId, long generation, JsonNode pod) throws IOException, InterruptedException {
        String address = address(pod.path("InfraContainerID").asText());
        JsonNode port = pod.path("Labels").path(PORT);
        if (port.isTextual()) {
            endpoints.put(orderId, new InetSocketAddress(address, Integer.parseInt(port.asText())));
        }
        Optional<String> objection = prober.objection(
                address, PodText.parseProbes(pod.path("Labels").path(PROBES).asText()));
        int containers = pod.path("Containers").size() - 1;
        return objection
                .map(reason -> new Status(generation, false, reason))
                .orElseGet(() -> new Status(generation, true, containers + " containers ready"));
    }

    private String address(String infraContainer) throws IOException {
        JsonNode networksOfPod = libpod.getJson("/containers/" + infraContainer + "/json", TIMEOUT)
                .path("NetworkSettings")
                .path("Networks");
        for (JsonNode network : networksOfPod) {
            String address = network.path("IPAddress").asText();
            if (!address.isEmpty()) {
                return address;
            }
        }
        throw new IOException("The pod has no address");
    }

    @Override
    public String logs(OrderId orderId, int lines) throws IOException, InterruptedException {
        JsonNode pod = libpod.getJson("/pods/" + name(orderId) + "/json", TIMEOUT);
        StringBuilder all = new StringBuilder();
        for (JsonNode container : pod.path("Containers")) {
            if (!container
                    .path("Id")
                    .asText()
                    .equals(pod.path("InfraContainerID").asText())) {
                LibpodClient.Answer answer = libpod.get(
                        "/containers/" + container.path("Id").asText() + "/logs?stdout=true&stderr=true&tail="
                                + Math.min(lines, MAX_LOG_LINES),
                        TIMEOUT);
                all.append(LogFrames.text(answer.body().toArray()));
            }
        }
        return all.toString();
    }

    @Override
    public Optional<InetSocketAddress> endpoint(OrderId orderId) {
        return Optional.ofNullable(endpoints.get(orderId));
    }

    @Override
    public void pause(OrderId orderId) throws IOException {
        pausing.add(orderId);
        post(orderId, "pause");
    }

    @Override
    public void resume(OrderId orderId) throws IOException {
        try {
            post(orderId, "unpause");
        } finally {
            pausing.remove(orderId);
        }
    }

    private void post(OrderId orderId, String action) throws IOException {
        LibpodClient.Answer answer = libpod.send("POST", "/pods/" + name(orderId) + "/" + action, new byte[0], TIMEOUT);
        if (!answer.isOk() && answer.status() != NOT_FOUND) {
            throw libpod.failure("/pods/" + action, answer);
        }
    }

    @Override
    public void delete(OrderId orderId) throws IOException, InterruptedException {
        removePod(orderId);
        networks.remove(name(orderId));
        for (JsonNode volume : libpod.getJson("/volumes/json", TIMEOUT)) {
            String volumeName = volume.path("Name").asText();
            if (volumeName.startsWith(name(orderId) + "-")) {
                libpod.send("DELETE", "/volumes/" + volumeName + "?force=true", new byte[0], TIMEOUT);
            }
        }
        lastStatus.remove(orderId);
    }

    private void removePod(OrderId orderId) throws IOException {
        endpoints.remove(orderId);
        LibpodClient.Answer answer =
                libpod.send("DELETE", "/pods/" + name(orderId) + "?force=true&timeout=1", new byte[0], DELETE_TIMEOUT);
        if (!answer.isOk() && answer.status() != NOT_FOUND) {
            throw libpod.failure("/pods", answer);
        }
    }

    @Override
    public Set<OrderId> present() throws IOException {
        String filter = URLEncoder.encode(
                json.writeValueAsString(Map.of("label", Set.of(NODE + "=" + nodeId))), StandardCharsets.UTF_8);
        Set<OrderId> present = new HashSet<>();
        for (JsonNode pod : libpod.getJson("/pods/json?filters=" + filter, TIMEOUT)) {
            present.add(OrderId.parse(pod.path("Labels").path(ORDER).asText()));
        }
        networks.labeled(filter, ORDER).forEach(order -> present.add(OrderId.parse(order)));
        return present;
    }

    private Map<String, String> labels(OrderId orderId) {
        return Map.of(NODE, nodeId.toString(), ORDER, orderId.toString());
    }

    /** Names the pod and its network: 8 digits of the node, 16 of the order. */
    String name(OrderId orderId) {
        return "cpp-" + nodeId.toString().substring(2, 10) + "-"
                + orderId.toString().substring(2, 18);
    }

    @Override
    public void close() {
        libpod.close();
    }
}
