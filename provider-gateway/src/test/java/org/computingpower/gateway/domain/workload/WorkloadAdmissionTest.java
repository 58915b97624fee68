package org.computingpower.gateway.domain.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.computingpower.gateway.adapter.yaml.YamlReader;
import org.computingpower.gateway.application.orders.ManifestSource.Parsed;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Volume;
import org.computingpower.gateway.fixture.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadAdmissionTest {
    private final WorkloadAdmission admission = new WorkloadAdmission(new WorkloadLimits(1_000, 256L << 20));

    @Test
    void admitsTheSampleAsItIs() {
        WorkloadSpec spec = admitted(Yaml.admitted());

        assertThat(spec.name()).isEqualTo("train");
        assertThat(spec.port()).isEqualTo(Optional.of(8080));
        assertThat(spec.volumes()).containsExactly(new Volume.Scratch("scratch"));
        WorkloadSpec.Container container = spec.containers().getFirst();
        assertThat(container.image()).isEqualTo(Yaml.IMAGE);
        assertThat(container.cpuMillis()).isEqualTo(200);
        assertThat(container.memoryBytes()).isEqualTo(64L << 20);
        assertThat(container.runAsUser()).isEqualTo(OptionalLong.of(65532));
        assertThat(container.readOnlyRoot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "automountServiceAccountToken: false | automountServiceAccountToken: true | automountServiceAccountToken",
                "automountServiceAccountToken: false | enableServiceLinks: false | automountServiceAccountToken",
                "automountServiceAccountToken: false | hostNetwork: true | hostNetwork",
                "automountServiceAccountToken: false | hostPID: true | hostPID",
                "automountServiceAccountToken: false | hostIPC: true | hostIPC",
                "automountServiceAccountToken: false | serviceAccountName: admin | serviceAccountName",
                "automountServiceAccountToken: false | initContainers: [] | initContainers",
                "runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "runAsUser: 65532 | runAsUser: 0 | runAsUser",
                "seccompProfile: {type: RuntimeDefault} | seccompProfile: {type: Unconfined} | seccompProfile",
                "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | allowPrivilegeEscalation",
                "allowPrivilegeEscalation: false | privileged: true | privileged",
                "capabilities: {drop: [ALL]} | capabilities: {drop: [NET_RAW]} | capabilities.drop",
                "capabilities: {drop: [ALL]} | capabilities: {drop: [ALL], add: [SYS_ADMIN]} | capabilities.add",
                "readOnlyRootFilesystem: true | procMount: Unmasked | procMount",
                "emptyDir: {} | hostPath: {path: /} | hostPath",
                "emptyDir: {} | nfs: {server: a, path: /} | nfs",
                "mountPath: /tmp | mountPath: /data | mountPath",
                "mountPath: /tmp | mountPath: /proc/1 | mountPath",
                "mountPath: /tmp | mountPath: /tmp/../data | mountPath",
                "containerPort: 8080 | hostPort: 80 | hostPort",
                "replicas: 1 | replicas: 2 | replicas",
                "imagePullPolicy: Never | imagePullPolicy: Sometimes | imagePullPolicy",
                "@sha256: | :latest@sha512: | image",
                "memory: 64Mi | memory: 512Mi | resources",
                "cpu: \"200m\" | cpu: \"1001m\" | resources",
                "cpu: \"200m\", memory: 64Mi | memory: 64Mi | limits.cpu",
                "kind: Service | kind: DaemonSet | kind",
                "apiVersion: apps/v1 | apiVersion: extensions/v1beta1 | apiVersion",
                "targetPort: 8080 | nodePort: 30000 | nodePort",
            })
    void refusesEveryWayOut(String before, String after, String where) {
        String spoiled = Yaml.admitted().replace(before.strip(), after.strip());

        assertThat(spoiled).isNotEqualTo(Yaml.admitted());
        assertThat(violations(spoiled))
                .anySatisfy(violation -> assertThat(violation.toString()).contains(where.strip()));
    }

    @Test
    void listsAllViolationsAtOnce() {
        String spoiled = Yaml.admitted()
                .replace("allowPrivilegeEscalation: false", "privileged: true")
                .replace("emptyDir: {}", "hostPath: {path: /etc}")
                .replace("automountServiceAccountToken: false", "hostNetwork: true")
                .replace("memory: 64Mi", "memory: 64Gi");

        List<String> paths =
                violations(spoiled).stream().map(Violation::path).distinct().toList();

        String pod = "documents[0].spec.template.spec";
        assertThat(paths)
                .contains(
                        pod + ".hostNetwork",
                        pod + ".automountServiceAccountToken",
                        pod + ".containers[0].securityContext.privileged",
                        pod + ".containers[0].securityContext.allowPrivilegeEscalation",
                        pod + ".volumes[0].hostPath",
                        "resources");
    }

    @Test
    void resolvesConfigMapsAndSecretsOfTheSameFileOnly() {
        String config = """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {rate: "0.5"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: token}
                data: {value: c2VjcmV0}
                """;
        String environment = """
                imagePullPolicy: Never
                          env:
                            - name: RATE
                              valueFrom: {configMapKeyRef: {name: settings, key: rate}}
                            - name: TOKEN
                              valueFrom: {secretKeyRef: {name: token, key: value}}
                """.strip();
        String yaml = Yaml.admitted().replace("imagePullPolicy: Never", environment);

        assertThat(admitted(yaml + config).containers().getFirst().environment())
                .isEqualTo(Map.of("RATE", "0.5", "TOKEN", "secret"));
        assertThat(violations(yaml)).hasSize(2);
    }

    @Test
    void needsExactlyOneDeployment() {
        String service = Yaml.admitted().split("---")[1];

        assertThat(violations(service)).containsExactly(new Violation("documents", "must hold exactly one Deployment"));
    }

    private WorkloadSpec admitted(String yaml) {
        Admission judged = admission.judge(documents(yaml));
        assertThat(judged).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) judged).spec();
    }

    private List<Violation> violations(String yaml) {
        Admission judged = admission.judge(documents(yaml));
        assertThat(judged).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) judged).violations();
    }

    private static List<Map<String, Object>> documents(String yaml) {
        Parsed parsed = new YamlReader().read(yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).isInstanceOf(Parsed.Documents.class);
        return ((Parsed.Documents) parsed).documents();
    }
}
