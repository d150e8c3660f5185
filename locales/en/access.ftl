# Roles, and why something is not allowed.
role-teacher = Teacher
role-school-hr = School HR
role-school-head = School head
role-district-hr = District HR
role-bureau-hr = Bureau HR
role-provider = Training provider
role-committee-member = Committee member
role-committee-secretary = Committee secretary
role-auditor = Auditor
role-system-admin = System administrator
role-security-admin = Security administrator
access-not-allowed = You may see this but not act on it. Please ask the office in charge.
access-own-case = This is your own case; somebody else has to decide it.
