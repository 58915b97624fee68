package org.computingpower.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Keys {@code gateway.*}. Nothing that is an address or a secret has a default. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {
    /** Folder of keys and state, made readable by the owner only. Losing it loses the node's identity. */
    Path dataDir();

    /** Origin that users reach, {@code https://host[:port]}, exactly as registered; access grants name it. */
    URI publicOrigin();

    /** Address that the public listener binds. */
    @WithDefault("0.0.0.0")
    String publicHost();

    /** Port that the public listener binds; by default the origin's. */
    OptionalInt publicPort();

    /** The platform's edge, for example {@code https://market.example}. */
    URI platformUrl();

    /** OpenID Connect issuer of the provider's client. */
    URI oidcUrl();

    /** The provider's client at that issuer. */
    Provider provider();

    /** The admin interface on {@code quarkus.http.port}. */
    Admin admin();

    /** Whether orders on exactly the offered terms are accepted without a person. */
    @WithDefault("true")
    boolean autoAccept();

    /** Time between two looks at the desired state, 100 ms to 1 min. */
    @WithDefault("2S")
    Duration reconcileEvery();

    /** The trusted execution environment. */
    Tee tee();

    /** Sessions of users. */
    Access access();

    /** Sealed data. */
    Data data();

    /** Bounds of one application. */
    Workload workload();

    /** The Podman driver. */
    Podman podman();

    /** What is kept from tenants of shared orders. */
    Shared shared();

    /** {@code gateway.provider.*}. */
    interface Provider {
        /** OIDC client id. */
        String clientId();

        /** OIDC client secret; this or the file. */
        Optional<String> clientSecret();

        /** File with the OIDC client secret. */
        Optional<Path> clientSecretFile();
    }

    /** {@code gateway.admin.*}. */
    interface Admin {
        /** File of the admin token; by default {@code admin.token} in the data folder. Generated if absent. */
        Optional<Path> tokenFile();
    }

    /** {@code gateway.tee.*}. */
    interface Tee {
        /** Folder of a simulated PKI. SIMULATED: refused in a market that trusts another root. */
        Optional<Path> simulatedPki();

        /** Name of the simulated platform; by default the node id. Two gateways of one name are one machine. */
        Optional<String> simulatedPlatform();
    }

    /** {@code gateway.access.*}. */
    interface Access {
        /** How long a session lasts unless its order ends before. */
        @WithDefault("1H")
        Duration sessionTtl();

        /** Sessions of one order at a time. */
        @WithDefault("100")
        int maxSessions();
    }

    /** {@code gateway.data.*}. */
    interface Data {
        /** Folder for opened data, best on tmpfs; by default under {@code /dev/shm} if there is one. */
        Optional<Path> directory();

        /** Largest ciphertext of one message, bytes. */
        @WithDefault("16777216")
        int maxBytes();

        /** Largest sum of plaintexts of one order, bytes. */
        @WithDefault("268435456")
        long maxOrderBytes();
    }

    /** {@code gateway.workload.*}. */
    interface Workload {
        /** Sum of CPU limits of one application, thousandths of a core. */
        @WithDefault("2000")
        int maxCpuMillis();

        /** Sum of memory limits of one application, bytes. */
        @WithDefault("2147483648")
        long maxMemoryBytes();

        /** Time for pulling images and starting containers. */
        @WithDefault("2M")
        Duration applyTimeout();
    }

    /** {@code gateway.shared.*}: both or neither. Without them only orders that have the node alone are taken. */
    interface Shared {
        /** The part of the rated power that the reserved CPUs give, basis points, 1 to 9999; not more than they are of the machine's. */
        OptionalInt phiBps();

        /** CPUs that tenants of shared orders never get, as in {@code 0-3,8}. */
        Optional<String> reservedCpus();
    }

    /** {@code gateway.podman.*}. */
    interface Podman {
        /** Whether applications run here, in Podman. Without it deployments fail and say so. */
        @WithDefault("true")
        boolean enabled();

        /** The program. */
        @WithDefault("podman")
        String command();

        /** OCI runtime; crun refuses hybrid cgroups. */
        @WithDefault("runc")
        String runtime();
    }
}
