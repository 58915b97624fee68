package org.computingpower.gateway.domain.workload;

import java.util.OptionalLong;
import java.util.Set;

/**
 * The pod's security context, which containers inherit.
 *
 * @param runAsNonRoot whether it says that nothing runs as root
 * @param runAsUser the user, if it says one
 * @param runAsGroup the group, if it says one
 * @param seccomp whether it says a seccomp profile
 */
record SecurityDefaults(boolean runAsNonRoot, OptionalLong runAsUser, OptionalLong runAsGroup, boolean seccomp) {
    private static final long MAX_ID = (1L << 31) - 1;

    static SecurityDefaults read(Field context) {
        context.allow(
                "runAsNonRoot",
                "runAsUser",
                "runAsGroup",
                "fsGroup",
                "fsGroupChangePolicy",
                "supplementalGroups",
                "seccompProfile");
        context.get("fsGroup").number(1, MAX_ID);
        context.get("fsGroupChangePolicy").text();
        context.get("supplementalGroups").elements().forEach(group -> group.number(1, MAX_ID));
        return new SecurityDefaults(
                context.get("runAsNonRoot").flag().orElse(false),
                context.get("runAsUser").number(1, MAX_ID),
                context.get("runAsGroup").number(1, MAX_ID),
                readSeccomp(context.get("seccompProfile")));
    }

    static boolean readSeccomp(Field profile) {
        profile.allow("type");
        if (!profile.isPresent()) {
            return false;
        }
        return profile.get("type")
                .required(Set.of("RuntimeDefault")::contains, "must be RuntimeDefault")
                .isPresent();
    }

    /** Reads a user or group id that is not root's. */
    static OptionalLong readId(Field id) {
        return id.number(1, MAX_ID);
    }
}
