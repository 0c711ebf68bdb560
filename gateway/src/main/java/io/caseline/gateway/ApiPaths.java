package io.caseline.gateway;

/** The paths of the partner APIs, which the servlets, the security rules and the {@code Location} headers share. */
public final class ApiPaths {
    public static final String PROGRAMS = "/programs";

    /** Below a program: {@code /programs/{programCode}/customerCare/cases}. */
    public static final String CASES = "/customerCare/cases";

    public static final String RETAILER = "/retailer";
    public static final String ASSOCIATIONS = RETAILER + "/user/associate";

    private ApiPaths() {}
}
