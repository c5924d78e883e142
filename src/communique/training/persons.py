"""Given and family names from many languages, put together at random to train on."""

__all__ = ["FAMILY_NAMES", "GIVEN_NAMES"]


def _names(text: str) -> list[str]:
    return text.split()


GIVEN_NAMES = _names("""
Abdul Abiy Adama Agnes Ahmad Aisha Akira Alejandra Aleksandr Alexander Ali Alice Aliyu Alma Amina Ana Anders
Andrej Andrew Angela Anh Anil Anita Antonio Aram Armen Arturo Asif Astrid Ayu Azra Bakhtiyor Barbara Beatriz
Benjamin Bilal Birgit Boris Bounkham Carlos Catherine Charles Chen Cheng Chinedu Christine Claudia Dao Daniel
David Denis Diego Dina Dmitry Dorji Duc Edgars Elena Elif Elizabeth Emmanuel Enrique Erik Esther Eun-ji Fatima
Fatou Felipe Fernando Fiame Florence Francesca François Gabriel Galina George Getachew Giorgi Gitanas Grace
Gustavo Ha Habib Hamza Hana Hassan Héctor Helen Henrik Hideo Hiroshi Hun Hussein Ian Ibrahim Igor Ilham Ines
Ingrid Irina Isabel Ismail Ivan Jacinda Jacques Jakub James Jan Jean-Claude Jens Joaquim Johan John José
Joseph Juan Julia Jun Kaja Karim Karin Katarina Kenji Khalid Kiril Kittisak Kwame Laila Lars Laura Le Leila Li
Linh Lucia Luis Luiz Maha Mahinda Malia Manuel Maria Marie Mark Marta Martin Mary Mateusz Mehmet Mei Mercy
Michael Miguel Mikhail Milan Min-jun Mohamed Mokgweetsi Monica Moussa Muhammad Nadia Naledi Natalia Ngozi
Nguyen Nikol Nikola Nirmala Nur Olga Oksana Omar Oscar Paolo Patrice Patricia Paul Pedro Péter Petra Phoukhong
Pierre Prabowo Priya Rafael Rajiv Rania Retno Ricardo Robert Rosa Ruslan Sadia Salim Samuel Sanjay Sara
Sébastien Sergey Seyed Shahid Sheikh Shinzo Siti Sofia Sokha Somchai Stefan Sultan Susan Svetlana Tae-yul
Tadeusz Tarja Teodoro Thandi Thomas Thongloun Timur Tomáš Tran Tuan Ursula Usha Valdis Vladimir Vivian Wang
Wei William Wilhelm Xi Yael Yasmin Yohannes Yoko Yusuf Zainab Zeynep Zhanar Zoltan
""")

FAMILY_NAMES = _names("""
Abdullah Abdrakhmanov Abe Acheampong Adeyemi Ahmed Akhtar Al-Busaidi Al-Harbi Al-Mansouri Al-Rashid Alvarez
Amini Andersson Aquino Arce Arias Aslan Ateş Baker Balasubramanian Banda Barros Batbold Bayramov Becker
Belachew Bello Bengtsson Bianchi Boakye Bogdanov Botchway Bounnhang Brown Bui Cabral Camara Campbell Cardoso
Castillo Castro Cayetano Chanda Chaudhry Chávez Chea Chen Choi Cissé Clarke Costa Cruz Dang Das Demir Diallo
Diaz Dimitrov Dinh Dlamini Dorjsuren Đukanović Dupont Eide El-Sayed Eriksen Espinosa Evans Fernandes Fischer
Flores Fofanah Fukuda Gahr Galuzin García Ghebreyesus González Gordon Gurung Gutiérrez Haddad Haidar Hakimov
Hansen Hashimoto Hassan Hernández Hoang Hoffmann Horvat Hossain Ibarra Ibrahimov Idrissi Ilves Iqbal Ito
Ivanov Jansen Jallow Jayasuriya Jensen Jiménez Johnson Jones Jovanović Juma Kaboré Kamau Kariuki Karimov Kasai
Kato Keita Kenyatta Khan Khoury Kim Kishida Kitarović Kone Kovács Kowalski Kozlov Krüger Kumar Kurti Lachman
Lahiri Larsen Le Lee Leroux Li Lim Lindqvist López Lukas Mabuza Macron Maduro Mahmoud Malik Manalo Marape
Markov Martínez Masisi Mbeki Medina Mehta Melnyk Mensah Mirziyoev Mishra Mohamud Moreau Morales Morozov Mugabe
Mukherjee Müller Musa Mutua Mwangi Nakamura Nakashima Nasser Navarro Ncube Ndiaye Németh Ngo Nguyen Niinistö
Novak Nunes Nurmagambetov O'Brien O'Connor Obasi Ochieng Odinga Okafor Olsen Omar Ortega Osei Ouattara Owusu
Papadopoulos Park Patel Pereira Pérez Petrov Petrosyan Pham Phiri Popescu Pratama Prasad Qureshi Rahman
Rakotomalala Ramírez Ramos Rana Rao Rasmussen Reyes Rinne Rodríguez Romanov Rossi Roux Ruiz Rutto Saar Sabry
Saidov Salazar Saleh Sánchez Santos Sato Savić Schmidt Schneider Seidu Sharma Shevchenko Shrestha Sidorov
Silva Simonyan Singh Sisulu Smith Sokolov Soto Sow Stewart Subramanian Sultanov Sutrisno Suzuki Szabó Tadić
Takahashi Tamimi Tan Tanaka Tavares Taylor Tesfaye Thapa Thiam Tolentino Tong Torres Touré Tran Traoré
Tshering Tusk Ueda Usmanov Valdez Vargas Vásquez Vella Vieira Vilks Volkov Vu Wagner Walker Wang Watanabe
Weber Wibowo Wickramasinghe Wijaya Williams Wolde Wong Wongsuwan Yamamoto Yildiz Yilmaz Yoon Yusupov Zaman
Zapata Zhang Zhao Zhou Zulu
""")
