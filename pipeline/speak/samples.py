"""What a voice says to be heard or measured: two texts in each language of the pool, about five seconds each."""

from __future__ import annotations

SAMPLES: dict[str, tuple[str, str]] = {
    "en": (
        "Good morning! I have been waiting for you, and I have so many things to tell. Shall we begin?",
        "Every evening the old gardener walks down to the river. What a beautiful colour the water has!",
    ),
    "de": (
        "Guten Morgen! Ich habe auf dich gewartet und habe viel zu erzählen. Wollen wir anfangen?",
        "Jeden Abend geht der alte Gärtner hinunter zum Fluss. Was für eine schöne Farbe das Wasser hat!",
    ),
    "fr": (
        "Bonjour ! Je vous attendais, et j'ai beaucoup de choses à raconter. On commence ?",
        "Chaque soir, le vieux jardinier descend jusqu'à la rivière. Quelle belle couleur a l'eau !",
    ),
    "es": (
        "¡Buenos días! Te estaba esperando y tengo muchas cosas que contar. ¿Empezamos?",
        "Cada tarde el viejo jardinero baja hasta el río. ¡Qué color tan bonito tiene el agua!",
    ),
    "it": (
        "Buongiorno! Ti stavo aspettando e ho tante cose da raccontare. Cominciamo?",
        "Ogni sera il vecchio giardiniere scende fino al fiume. Che bel colore ha l'acqua!",
    ),
    "pt": (
        "Bom dia! Eu estava à sua espera e tenho muitas coisas para contar. Vamos começar?",
        "Todas as tardes o velho jardineiro desce até o rio. Que cor bonita tem a água!",
    ),
    "nl": (
        "Goedemorgen! Ik heb op je gewacht en ik heb veel te vertellen. Zullen we beginnen?",
        "Elke avond loopt de oude tuinman naar de rivier. Wat een mooie kleur heeft het water!",
    ),
    "pl": (
        "Dzień dobry! Czekałem na ciebie i mam wiele do opowiedzenia. Zaczynamy?",
        "Każdego wieczoru stary ogrodnik idzie nad rzekę. Jaki piękny kolor ma woda!",
    ),
    "ru": (
        "Доброе утро! Я ждал тебя и хочу многое рассказать. Начнём?",
        "Каждый вечер старый садовник спускается к реке. Какой красивый цвет у воды!",
    ),
    "tr": (
        "Günaydın! Seni bekliyordum ve anlatacak çok şeyim var. Başlayalım mı?",
        "Yaşlı bahçıvan her akşam nehre iner. Suyun ne güzel bir rengi var!",
    ),
    "zh": (
        "早上好！我一直在等你，有很多事情想告诉你。我们开始吧？",
        "每天晚上，老园丁都走到河边。水的颜色真漂亮！",
    ),
    "ja": (
        "おはようございます。ずっと まっていました。はなしたいことが たくさん あります。はじめましょうか。",
        "まいばん、としとった にわしは かわまで あるいて いきます。みずの いろが とても きれいです。",
    ),
    "ko": (
        "안녕하세요! 기다리고 있었어요. 하고 싶은 이야기가 아주 많아요. 시작할까요?",
        "늙은 정원사는 매일 저녁 강으로 내려갑니다. 물빛이 정말 아름답네요!",
    ),
    "hi": (
        "सुप्रभात! मैं आपका इंतज़ार कर रहा था, और बताने को बहुत कुछ है। क्या हम शुरू करें?",
        "हर शाम बूढ़ा माली नदी तक जाता है। पानी का रंग कितना सुंदर है!",
    ),
    "ar": (
        "صباح الخير! كنت أنتظرك، ولدي الكثير لأقوله. هل نبدأ؟",
        "كل مساء ينزل البستاني العجوز إلى النهر. ما أجمل لون الماء!",
    ),
    "sv": (
        "God morgon! Jag har väntat på dig och har mycket att berätta. Ska vi börja?",
        "Varje kväll går den gamla trädgårdsmästaren ner till floden. Vilken vacker färg vattnet har!",
    ),
}


def sample(language: str) -> tuple[str, str]:
    """The two texts of a language, or the English ones."""
    return SAMPLES.get(language.split("-")[0].lower(), SAMPLES["en"])
