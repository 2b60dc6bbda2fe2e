"""The addresses of SCIM."""

from django.urls import path

from muhatap.accounts.scim import doors

urlpatterns = [
    path("ServiceProviderConfig", doors.door(get=doors.configuration)),
    path("ResourceTypes", doors.door(get=doors.resource_types)),
    path("Users", doors.door(get=doors.list_users, post=doors.add_user)),
    path(
        "Users/<int:user>",
        doors.door(get=doors.read_user, put=doors.put_user, patch=doors.patch_user, delete=doors.remove_user),
    ),
    path("Groups", doors.door(get=doors.list_groups, post=doors.add_group)),
    path(
        "Groups/<int:group>",
        doors.door(
            get=doors.read_group, put=doors.put_group, patch=doors.patch_group, delete=doors.remove_group
        ),
    ),
]
