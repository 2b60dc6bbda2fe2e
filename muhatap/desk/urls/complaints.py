"""Addresses: complaints, their letters, their register and what is paid for them."""

from django.urls import path

from muhatap.desk.views import case_letters, complaint, letter, letter_templates, register, remedies

urlpatterns = [
    path("letters/", letter_templates.show_all, name="letter_templates"),
    path("letters/<slug:brand>/<slug:sort>/", letter_templates.edit, name="letter_template"),
    path("letters/<slug:brand>/<slug:sort>/decide/", letter_templates.decide, name="letter_template_decide"),
    path("remedies/", remedies.show, name="remedies"),
    path("remedies/<slug:brand>/", remedies.propose, name="remedy_terms"),
    path("remedies/<slug:brand>/<int:proposal>/", remedies.decide, name="remedy_terms_decide"),
    path("cases/<str:number>/complaint/", complaint.show, name="complaint"),
    path("cases/<str:number>/complaint/register/", complaint.register, name="complaint_register"),
    path("cases/<str:number>/complaint/second/<slug:sort>/", complaint.second, name="complaint_second"),
    path("cases/<str:number>/complaint/letter/", letter.write, name="complaint_letter"),
    path("cases/<str:number>/complaint/<slug:name>/", complaint.act, name="complaint_act"),
    path("cases/<str:number>/letters/", case_letters.show_all, name="case_letters"),
    path("cases/<str:number>/letters/begin/", case_letters.begin, name="case_letter_begin"),
    path("cases/<str:number>/letters/answer/", case_letters.answer, name="refund_answer"),
    path("cases/<str:number>/letters/<int:letter>/", case_letters.write, name="case_letter"),
    path("complaints/", register.show, name="register"),
    path("complaints/export/", register.export, name="register_export"),
    path("complaints/export/ask/", register.ask, name="register_ask"),
    path("complaints/export/<int:proposal>/", register.decide, name="register_decide"),
]
