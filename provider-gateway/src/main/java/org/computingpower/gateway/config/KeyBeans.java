package org.computingpower.gateway.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.computingpower.gateway.adapter.files.KeyFolder;
import org.computingpower.gateway.adapter.hpke.HpkeKey;
import org.computingpower.gateway.adapter.web.TlsIdentity;
import org.computingpower.gateway.application.NodeIdentity;

/** The node's keys, from the data folder. */
public class KeyBeans {
    @Produces
    @Singleton
    KeyFolder folder(GatewayConfig config, SecureRandom random) {
        return new KeyFolder(config.dataDir(), random);
    }

    @Produces
    @Singleton
    HpkeKey hpke(KeyFolder folder) {
        return new HpkeKey(folder.hpkePrivateKey());
    }

    @Produces
    @Singleton
    TlsIdentity tls(KeyFolder folder, GatewayConfig config, InstantSource clock) {
        return TlsIdentity.selfSigned(folder.tlsKey(), config.publicOrigin().getHost(), clock.instant());
    }

    @Produces
    @Singleton
    NodeIdentity identity(KeyFolder folder, HpkeKey hpke, TlsIdentity tls) {
        return new NodeIdentity(folder.nodeKey(), hpke.publicKey(), tls.spkiSha256());
    }

    @Produces
    @Singleton
    AdminToken token(KeyFolder folder, GatewayConfig config) {
        return new AdminToken(
                folder.token(config.admin().tokenFile().orElse(config.dataDir().resolve("admin.token"))));
    }
}
