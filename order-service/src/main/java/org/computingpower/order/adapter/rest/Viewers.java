package org.computingpower.order.adapter.rest;

import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Roles;
import org.computingpower.order.application.Viewer;

/** Whose orders the caller may see: by the roles of its token. */
@ApplicationScoped
class Viewers {
    private final Caller caller;

    Viewers(Caller caller) {
        this.caller = caller;
    }

    Viewer current() {
        String subject = caller.subject();
        return new Viewer(
                caller.hasRole(Roles.OPERATOR),
                caller.hasRole(Roles.USER) ? subject : null,
                caller.hasRole(Roles.PROVIDER) ? subject : null);
    }
}
