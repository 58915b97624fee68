package org.computingpower.gateway.domain.workload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Mount;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Readiness;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Volume;

/** Reads one container. */
final class ContainerRules {
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._:/-]{0,254}@sha256:[0-9a-f]{64}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern MOUNT_PATH = Pattern.compile("/[A-Za-z0-9._/-]{1,254}");
    private static final Pattern PROBE_PATH = Pattern.compile("/[A-Za-z0-9._/?=&%-]{0,254}");
    /** Where the gateway puts the order's own data. */
    private static final String DATA_PATH = "/data";

    private final ConfigData config;
    private final SecurityDefaults defaults;
    private final Set<String> volumes;

    ContainerRules(ConfigData config, SecurityDefaults defaults, List<Volume> volumes) {
        this.config = config;
        this.defaults = defaults;
        this.volumes = volumes.stream().map(Volume::name).collect(Collectors.toSet());
    }

    WorkloadSpec.Container read(Field container) {
        container.allow(
                "name",
                "image",
                "imagePullPolicy",
                "command",
                "args",
                "workingDir",
                "env",
                "ports",
                "resources",
                "securityContext",
                "volumeMounts",
                "readinessProbe");
        String name = container
                .get("name")
                .required(text -> WorkloadAdmission.NAME.matcher(text).matches(), "must be a lower-case DNS label")
                .orElse("");
        String image = container
                .get("image")
                .required(text -> IMAGE.matcher(text).matches(), "must name an image by digest (name@sha256:…)")
                .orElse("");
        String pullPolicy = container
                .get("imagePullPolicy")
                .optional(Set.of("Always", "IfNotPresent", "Never")::contains, "must be Always, IfNotPresent or Never")
                .orElse("IfNotPresent");
        readPorts(container.get("ports"));
        Field limits = container
                .get("resources")
                .allow("limits", "requests")
                .get("limits")
                .allow("cpu", "memory");
        container.get("resources").get("requests").allow("cpu", "memory");
        long cpu = quantity(limits.get("cpu"), true);
        long memory = quantity(limits.get("memory"), false);
        Field security = container.get("securityContext");
        OptionalLong user = readSecurity(security);
        OptionalLong ownGroup = SecurityDefaults.readId(security.get("runAsGroup"));
        return new WorkloadSpec.Container(
                name,
                image,
                pullPolicy,
                container.get("command").texts(),
                container.get("args").texts(),
                container
                        .get("workingDir")
                        .optional(text -> MOUNT_PATH.matcher(text).matches(), "must be a plain path"),
                readEnvironment(container.get("env")),
                (int) Math.min(cpu, Integer.MAX_VALUE),
                memory,
                user,
                ownGroup.isPresent() ? ownGroup : defaults.runAsGroup(),
                security.get("readOnlyRootFilesystem").flag().orElse(false),
                readMounts(container.get("volumeMounts")),
                readReadiness(container.get("readinessProbe")));
    }

    private static void readPorts(Field ports) {
        for (Field port : ports.elements()) {
            port.allow("name", "containerPort", "protocol");
            port.get("name").text();
            port.get("containerPort").number(1, 65535);
            port.get("protocol").optional(Set.of("TCP")::contains, "must be TCP");
        }
    }

    private static long quantity(Field limit, boolean cpu) {
        // YAML reads a plain number as one; Kubernetes means the same.
        Optional<String> text = limit.isPresent() && limit.isWholeNumber()
                ? Optional.of(
                        Long.toString(limit.number(0, Long.MAX_VALUE / 1000).orElse(0)))
                : limit.text();
        OptionalLong amount = text.map(known -> cpu ? Quantity.thousandths(known) : Quantity.units(known))
                .orElse(OptionalLong.empty());
        if (amount.isEmpty() || amount.getAsLong() < 1) {
            limit.complain("must be a positive quantity");
            return 0;
        }
        return amount.getAsLong();
    }

    private OptionalLong readSecurity(Field security) {
        security.allow(
                "allowPrivilegeEscalation",
                "capabilities",
                "privileged",
                "readOnlyRootFilesystem",
                "runAsNonRoot",
                "runAsUser",
                "runAsGroup",
                "seccompProfile");
        security.get("privileged").mustBe(false, false);
        security.get("allowPrivilegeEscalation").mustBe(false, true);
        security.get("runAsNonRoot").mustBe(true, defaults.runAsNonRoot());
        Field capabilities = security.get("capabilities").allow("drop", "add");
        if (!capabilities.get("drop").texts().contains("ALL")) {
            capabilities.get("drop").complain("must hold ALL");
        }
        if (!capabilities.get("add").elements().isEmpty()) {
            capabilities.get("add").complain("must be empty");
        }
        boolean seccomp = SecurityDefaults.readSeccomp(security.get("seccompProfile"));
        if (!seccomp && !defaults.seccomp()) {
            security.get("seccompProfile").complain("must be RuntimeDefault here or in the pod");
        }
        OptionalLong own = SecurityDefaults.readId(security.get("runAsUser"));
        OptionalLong user = own.isPresent() ? own : defaults.runAsUser();
        if (user.isEmpty()) {
            security.get("runAsUser").complain("must be a user other than root, here or in the pod");
        }
        return user;
    }

    private Map<String, String> readEnvironment(Field field) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Field variable : field.elements()) {
            variable.allow("name", "value", "valueFrom");
            Optional<String> name = variable.get("name")
                    .required(text -> VARIABLE.matcher(text).matches(), "must be a variable's name");
            Optional<String> value = variable.get("valueFrom").isPresent()
                    ? reference(variable.get("valueFrom"))
                    : variable.get("value").text().or(() -> Optional.of(""));
            if (name.isPresent() && value.isPresent() && environment.put(name.get(), value.get()) != null) {
                variable.complain("stands twice");
            }
        }
        return environment;
    }

    private Optional<String> reference(Field from) {
        from.allow("configMapKeyRef", "secretKeyRef");
        boolean secret = from.get("secretKeyRef").isPresent();
        Field reference = from.get(secret ? "secretKeyRef" : "configMapKeyRef").allow("name", "key", "optional");
        reference.get("optional").mustBe(false, false);
        Map<String, Map<String, Blob>> all = secret ? config.secrets() : config.configMaps();
        Map<String, Blob> keys = all.getOrDefault(reference.get("name").text().orElse(""), Map.of());
        return reference
                .get("key")
                .required(keys::containsKey, "must be a key of a ConfigMap or Secret of this file")
                .map(keys::get)
                .map(content -> new String(content.toArray(), StandardCharsets.UTF_8));
    }

    private List<Mount> readMounts(Field field) {
        List<Mount> mounts = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (Field mount : field.elements()) {
            mount.allow("name", "mountPath", "readOnly");
            Optional<String> volume = mount.get("name").required(volumes::contains, "must name a volume of this file");
            Optional<String> path = mount.get("mountPath")
                    .required(
                            text -> MOUNT_PATH.matcher(text).matches() && !text.contains("..") && !isReserved(text),
                            "must be a plain absolute path outside " + DATA_PATH + ", /proc, /sys and /dev");
            boolean readOnly = mount.get("readOnly").flag().orElse(false);
            if (path.isPresent() && !paths.add(path.get())) {
                mount.complain("stands twice");
            }
            if (volume.isPresent() && path.isPresent()) {
                mounts.add(new Mount(volume.get(), path.get(), readOnly));
            }
        }
        return mounts;
    }

    private static boolean isReserved(String path) {
        return List.of(DATA_PATH, "/proc", "/sys", "/dev").stream()
                .anyMatch(reserved -> path.equals(reserved) || path.startsWith(reserved + "/"));
    }

    private static Optional<Readiness> readReadiness(Field probe) {
        if (!probe.isPresent()) {
            return Optional.empty();
        }
        probe.allow(
                "httpGet",
                "tcpSocket",
                "initialDelaySeconds",
                "periodSeconds",
                "timeoutSeconds",
                "successThreshold",
                "failureThreshold");
        List.of("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold")
                .forEach(name -> probe.get(name).number(0, 3600));
        boolean http = probe.get("httpGet").isPresent();
        Field question = http
                ? probe.get("httpGet").allow("path", "port", "scheme")
                : probe.get("tcpSocket").allow("port");
        OptionalLong port = question.get("port").number(1, 65535);
        if (port.isEmpty()) {
            probe.complain("must be httpGet or tcpSocket with a port number");
            return Optional.empty();
        }
        if (!http) {
            return Optional.of(new Readiness((int) port.getAsLong(), Optional.empty()));
        }
        question.get("scheme").optional(Set.of("HTTP")::contains, "must be HTTP");
        Optional<String> path =
                question.get("path").optional(text -> PROBE_PATH.matcher(text).matches(), "must be a plain path");
        return Optional.of(new Readiness((int) port.getAsLong(), Optional.of(path.orElse("/"))));
    }
}
